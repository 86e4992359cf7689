package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.recovery.Refusals.PAGE;
import static dev.weir.recovery.Refusals.count;
import static dev.weir.recovery.Refusals.edit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.query.QueryFailedException;
import dev.weir.query.Restart;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sinks that keep something of their own, beside the checkpoint. */
@ExtendWith(WithHarness.class)
class RestartOfASinkTest {

  /** Fact 8. */
  @ParameterizedTest
  @ValueSource(strings = {"append", "update"})
  void theMemorySinkRefusesAUsedCheckpoint(String mode, StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first =
        words.ran(
            words.words.toDF().writeStream().outputMode(mode).format("memory").queryName("lines"));
    QueryFailedException failure = words.failure(first, Restart.asItWas());
    assertThat(failure).hasCauseInstanceOf(AnalysisException.class);
    assertThat(Refusals.explanation(failure))
        .isEqualTo(
            "The sink keeps what it has received in this JVM, so Spark starts no query with it on a"
                + " used checkpoint: the memory sink only in complete mode, where each batch has all"
                + " rows. Use another sink, such as noop, since the harness records what any sink"
                + " receives; or a new checkpoint."
                + PAGE);
  }

  /** Fact 8. */
  @Test
  void theMemorySinkGoesOnInCompleteMode(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first =
        words.ran(
            count(words.words.toDF())
                .writeStream()
                .outputMode(OutputMode.Complete())
                .format("memory")
                .queryName("counts"));
    TestQuery second = words.goesOn(first, Restart.asItWas());
    assertThat(second)
        .table()
        .containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L), row("cow", 1L));
    assertThat(harness.spark().table("counts").count()).isEqualTo(3);
  }

  private static DataStreamWriter<?> files(Refusals words, Path folder) {
    return words.words.toDF().writeStream().format("text").option("path", folder.toString());
  }

  private static List<String> read(StreamHarness harness, Path folder) {
    return harness.spark().read().text(folder.toString()).as(Encoders.STRING()).collectAsList();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * It goes on from the batch's number, so that the log has no beginning, and nobody can read it.
   */
  @Test
  void aFileSinkThatHasLostItsLogGoesOn(StreamHarness harness) throws IOException {
    Refusals words = new Refusals(harness);
    Path folder = harness.newFolder();
    TestQuery first = words.ran(files(words, folder));
    assertThat(read(harness, folder)).containsExactlyInAnyOrder("cat", "dog", "cat");
    delete(folder.resolve("_spark_metadata"));
    words.goesOn(first, Restart.asItWas());
    assertThatThrownBy(() -> read(harness, folder))
        .hasMessageContaining("_spark_metadata/0 doesn't exist (latestId: 3, compactInterval: 10)");
  }

  /** It is read when the log is compacted, and by readers. */
  @Test
  void aNewerLogOfAFileSinkIsNotNoticed(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    Path folder = harness.newFolder();
    TestQuery first = words.ran(files(words, folder));
    edit(folder.resolve("_spark_metadata/2"), "v1", "v9");
    words.goesOn(first, Restart.asItWas());
    assertThatThrownBy(() -> read(harness, folder)).hasMessageContaining("UnsupportedLogVersion");
  }

  @Test
  void aNewerLogOfAFileSinkThatIsCompacted(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.streaming.fileSink.log.compactInterval", 2);
    Refusals words = new Refusals(harness);
    Path folder = harness.newFolder();
    TestQuery first = words.ran(files(words, folder));
    edit(folder.resolve("_spark_metadata/1.compact"), "v1", "v9");
    assertThat(words.refusal(first, Restart.asItWas()))
        .isEqualTo(
            "The file _spark_metadata/1.compact begins with v9, and this Spark reads formats up to"
                + " v1: a newer Spark has written it, or the file is damaged. Run the job with that"
                + " Spark, or start with a new checkpoint."
                + PAGE);
  }

  @Test
  void aFileSinkThatHasLostItsListOfFiles(StreamHarness harness) throws IOException {
    harness.spark().conf().set("spark.sql.streaming.fileSink.log.compactInterval", 2);
    Refusals words = new Refusals(harness);
    Path folder = harness.newFolder();
    TestQuery first = words.ran(files(words, folder));
    Files.delete(folder.resolve("_spark_metadata/1.compact"));
    assertThat(words.refusal(first, Restart.asItWas()))
        .isEqualTo(
            "The file sink has lost _spark_metadata/1.compact, its list of the files that were"
                + " committed. Readers of the folder see no other files, so restore it from a"
                + " backup, or write to a new folder with a new checkpoint."
                + PAGE);
  }
}
