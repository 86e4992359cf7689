package dev.weir.samples;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.assertThatQuery;
import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.property.Slicings.verifySlicings;

import dev.weir.RunningJob;
import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.input.SocketInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@SparkStreamingTest
@ExtendWith(Verification.class)
class WordCountJobTest {

  @Test
  void completeModeEmitsAllCounts(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery counts = harness.start(WordCountJob.wordCounts(lines.toDF()), OutputMode.Complete());

    lines.add("cat dog", "dog");
    counts.processAllAvailable();
    assertThat(counts).lastBatch().containsExactlyInAnyOrder(row("cat", 1L), row("dog", 2L));

    lines.add("cat");
    counts.processAllAvailable();
    assertThat(counts).table().containsExactlyInAnyOrder(row("cat", 2L), row("dog", 2L));
  }

  @Test
  void updateModeEmitsWhatChanged(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery counts = harness.start(WordCountJob.wordCounts(lines.toDF()), OutputMode.Update());

    lines.add("cat dog");
    counts.processAllAvailable();
    lines.add("cat");
    counts.processAllAvailable();

    assertThat(counts).lastBatch().containsExactlyInAnyOrder(row("cat", 2L));
    assertThat(counts).changeLog().containsExactly(row("cat", 1L), row("dog", 1L), row("cat", 2L));
    assertThat(counts).table("word").containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L));
  }

  @Test
  void appendModeIsRefused(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());

    assertThatQuery(WordCountJob.wordCounts(lines.toDF()))
        .inAppendMode()
        .isRefused()
        .because("without watermark");
  }

  @Test
  void countsFollowFromTheLinesAlone(StreamHarness harness) {
    List<String> lines = List.of("cat dog", "dog dog");
    Assertions.assertThat(
            verifySlicings(harness, Encoders.STRING(), lines, WordCountJob::wordCounts))
        .isInvariant()
        .equalsBatch()
        .isCoherent();
  }

  @Test
  void blanksOfAnyKindPartWordsAndAreNone(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery counts = harness.start(WordCountJob.wordCounts(lines.toDF()), OutputMode.Complete());

    lines.add("  cat\t dog  ", "", "   ");
    counts.processAllAvailable();

    assertThat(counts).table().containsExactlyInAnyOrder(row("cat", 1L), row("dog", 1L));
  }

  @Test
  void linesComeOverASocket(StreamHarness harness) {
    SocketInput socket = harness.socketInput();
    TestQuery counts = harness.start(WordCountJob.wordCounts(socket.toDF()), OutputMode.Complete());

    socket.send("cat dog", "dog");
    counts.processAllAvailable();
    assertThat(counts).table().containsExactlyInAnyOrder(row("cat", 1L), row("dog", 2L));
  }

  @Test
  void theJobAsItIsShipped(StreamHarness harness) {
    SocketInput socket = harness.socketInput();
    RunningJob job =
        harness.run(
            WordCountJob::main, "--host", socket.host(), "--port", Integer.toString(socket.port()));

    socket.send("cat dog", "dog");
    job.query().processAllAvailable();

    assertThat(job.query()).table().containsExactlyInAnyOrder(row("cat", 1L), row("dog", 2L));
    Assertions.assertThat(job.consoleOutput())
        .contains("Batch: 1")
        .contains("|cat |1    |")
        .contains("|dog |2    |");
  }
}
