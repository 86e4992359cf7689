package dev.weir.recovery;

import static dev.weir.recovery.Recording.files;
import static dev.weir.recovery.Recording.record;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.types.DataTypes;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an archive says when it cannot do what it was asked for, and that it leaves nothing then.
 */
@ExtendWith(WithHarness.class)
class ArchiveMessagesTest {
  private static final String PAGE = " See docs/errors/golden-checkpoint.md";

  @TempDir Path folder;

  private static JobUnderTest job(
      int batches, Function<Dataset<Row>, DataStreamWriter<Row>> query) {
    return trial -> {
      MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
      trial.query(query.apply(words.toDF()));
      for (int batch = 0; batch < batches; batch++) {
        String word = "word" + batch;
        trial.batch(() -> words.add(word));
      }
    };
  }

  private static JobUnderTest asItIs(int batches) {
    return job(batches, words -> words.writeStream().format("noop"));
  }

  private CheckpointArchive archive() {
    return CheckpointArchive.in(folder);
  }

  @Test
  void tooFewBatches(StreamHarness harness) throws IOException {
    assertThatIllegalStateException()
        .isThrownBy(() -> record(archive(), harness, "1.4", "words", asItIs(1)))
        .withMessage(
            "A golden checkpoint lies between two batches, so the trial needs at least two: those"
                + " before it, and the last one, which comes after it. Call"
                + " trial.batch(() -> input.add(...)) once more."
                + PAGE);
    Assertions.assertThat(files(folder)).isEmpty();
  }

  @Test
  void aReleaseThatIsThere(StreamHarness harness) throws IOException {
    record(archive(), harness, "1.4", "words", asItIs(2));
    Path expected = folder.resolve("words/1.4/expected/what-was-written.jsonl");
    assertThatIllegalStateException()
        .isThrownBy(() -> record(archive(), harness, "1.4", "words", asItIs(3)))
        .withMessage(
            "Job 'words' has a golden checkpoint of release 1.4, and none is ever overwritten."
                + " Record another release, -Dweir.record=<release>, or delete the folder "
                + folder.resolve("words/1.4")
                + " if that release was never deployed."
                + PAGE);
    Assertions.assertThat(expected).hasContent("{\"value\":\"word1\"}");
  }

  /** Spark's memory sink refuses a used checkpoint (fact 8). */
  @Test
  void aJobThatDoesNotGoOn(StreamHarness harness) throws IOException {
    JobUnderTest toMemory =
        job(2, words -> words.writeStream().format("memory").queryName("words"));
    assertThatIllegalStateException()
        .isThrownBy(() -> record(archive(), harness, "1.4", "words", toMemory))
        .withMessageStartingWith(
            "Job 'words' does not go on from its own checkpoint, so there is nothing to record:"
                + " The query could not be started: org.apache.spark.sql.AnalysisException: This query"
                + " does not support recovering from checkpoint location.")
        .withMessageEndingWith("\n" + PAGE.strip());
    Assertions.assertThat(files(folder)).isEmpty();
  }

  @Test
  void aJobThatIsAnotherEachTime(StreamHarness harness) throws IOException {
    JobUnderTest random =
        job(2, words -> words.select(rand().as("number")).writeStream().format("noop"));
    assertThatIllegalStateException()
        .isThrownBy(() -> record(archive(), harness, "1.4", "words", random))
        .withMessageMatching(
            "(?s)Job 'words' was started twice from the checkpoint that is being recorded, and wrote"
                + " something else the second time, so no later release could be compared with it."
                + " Take out what differs from run to run, such as random numbers:\n"
                + "- \\{\"number\":[0-9.E-]+}\n"
                + "\\+ \\{\"number\":[0-9.E-]+}\n"
                + PAGE.strip());
    Assertions.assertThat(files(folder)).isEmpty();
  }

  @Test
  void otherBatches(StreamHarness harness) {
    record(archive(), harness, "1.4", "words", asItIs(2));
    assertThatIllegalStateException()
        .isThrownBy(() -> archive().check(harness, "words", asItIs(3)))
        .withMessage(
            "The golden checkpoint "
                + folder.resolve("words/1.4")
                + " was recorded with 2 batches, and the trial has 3. It must be given what it was"
                + " given then. For other batches use another name: each name is a series of"
                + " releases over the same batches."
                + PAGE);
  }

  @Test
  void aJobThatFailsAnyway(StreamHarness harness) {
    record(archive(), harness, "1.4", "words", asItIs(2));
    UDF1<String, String> failing =
        word -> {
          throw new IllegalStateException("no words today");
        };
    JobUnderTest fails =
        job(
            2,
            words ->
                words
                    .select(udf(failing, DataTypes.StringType).apply(words.col("value")))
                    .writeStream()
                    .format("noop"));
    assertThatIllegalStateException()
        .isThrownBy(() -> archive().check(harness, "words", fails))
        .withMessageStartingWith(
            "Job 'words' fails without a golden checkpoint too, so nothing can be said of one: Query"
                + " 'query-1' has failed in batch 0: java.lang.IllegalStateException: no words"
                + " today");
  }

  @Test
  void namesThatAreNoNames(StreamHarness harness) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> archive().check(harness, "../words", asItIs(2)))
        .withMessage(
            "The name of a job is one of a folder in the archive: letters, digits, dots, hyphens and"
                + " underscores, but it is '../words'."
                + PAGE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> record(archive(), harness, "", "words", asItIs(2)))
        .withMessage(
            "The name of a release is one of a folder in the archive: letters, digits, dots, hyphens"
                + " and underscores, but it is ''."
                + PAGE);
  }

  @Test
  void aReleaseThatIsNotThere(StreamHarness harness) {
    CompatibilityReport report = record(archive(), harness, "1.4", "words", asItIs(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> report.release("1.3"))
        .withMessage("Job 'words' has no golden checkpoint of release 1.3, but of [1.4]." + PAGE);
  }

  @Test
  void nothingBeforeTheCheckpoint(StreamHarness harness) {
    JobUnderTest silent =
        trial -> {
          FileInput lines = trial.harness().fileInput(FileInput.Format.TEXT);
          trial.query(lines.toDF().writeStream().format("noop"));
          trial.batch(() -> {});
          trial.batch(() -> lines.addText("cat"));
        };
    assertThatIllegalStateException()
        .isThrownBy(() -> record(archive(), harness, "1.4", "words", silent))
        .withMessageMatching(
            "The query has committed no batch, so its checkpoint holds nothing: checkpoint-\\d+\\."
                + " Its first batches must bring it rows\\."
                + PAGE);
  }

  @Test
  void filesThatAreMissingOrNewer(StreamHarness harness) throws IOException {
    record(archive(), harness, "1.4", "words", asItIs(2));
    Path golden = folder.resolve("words/1.4");
    Path info = golden.resolve("golden.json");
    String text = Files.readString(info);
    Files.writeString(info, text.replace("\"format\" : 1", "\"format\" : 2"));
    assertThatIllegalStateException()
        .isThrownBy(() -> archive().check(harness, "words", asItIs(2)))
        .withMessage(
            "The golden checkpoint "
                + golden
                + " has format 2, and this release of Weir reads format 1. Use the release of Weir"
                + " that wrote it, or a later one."
                + PAGE);
    Files.delete(info);
    assertThatIllegalStateException()
        .isThrownBy(() -> archive().check(harness, "words", asItIs(2)))
        .withMessage(
            "The folder "
                + golden
                + " is none of a golden checkpoint, or one that is not complete: "
                + info
                + " (No such file or directory). Put back what is missing from version control, or"
                + " delete it."
                + PAGE);
  }
}
