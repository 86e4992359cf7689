package com.example;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.RunningJob;
import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.input.SocketInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;

@SparkStreamingTest
class WordCountJobTest {

  @Test
  void countsGrowWithEveryBatch(StreamHarness harness) {
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
  void theJobAsItIsShipped(StreamHarness harness) {
    SocketInput socket = harness.socketInput();
    RunningJob job =
        harness.run(WordCountJob::main, socket.host(), Integer.toString(socket.port()));

    socket.send("cat dog", "dog");
    job.query().processAllAvailable();
    assertThat(job.query()).table().containsExactlyInAnyOrder(row("cat", 1L), row("dog", 2L));
  }
}
