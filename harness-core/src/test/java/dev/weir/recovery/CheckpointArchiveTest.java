package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.recovery.Recording.files;
import static dev.weir.recovery.Recording.record;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.substring;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A golden checkpoint is recorded, and read by the same job, a changed one and another one. */
@ExtendWith(WithHarness.class)
class CheckpointArchiveTest {
  @TempDir Path folder;

  /** Two batches before the checkpoint, one after it. */
  private static JobUnderTest job(UnaryOperator<Dataset<Row>> query) {
    return trial -> {
      MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
      Dataset<Row> result = query.apply(words.toDF().withColumnRenamed("value", "word"));
      trial.query(result.writeStream().outputMode(OutputMode.Update()).format("noop"));
      trial.batch(() -> words.add("cat", "dog"));
      trial.batch(() -> words.add("cat"));
      trial.batch(() -> words.add("cat", "owl"));
    };
  }

  private static final JobUnderTest COUNTS = job(words -> words.groupBy("word").count());

  private static final JobUnderTest DOUBLED =
      job(words -> words.groupBy("word").count().withColumn("count", col("count").multiply(2)));

  private static final JobUnderTest BY_LENGTH =
      job(words -> words.selectExpr("length(word) AS length").groupBy("length").count());

  private CheckpointArchive archive() {
    return CheckpointArchive.in(folder.resolve("checkpoints"));
  }

  @Test
  void whatIsRecorded(StreamHarness harness) throws IOException {
    harness.spark().conf().set("spark.sql.shuffle.partitions", 1);
    assertThat(record(archive(), harness, "1.4", "counts", COUNTS)).isEqual();
    Path golden = folder.resolve("checkpoints/counts/1.4");
    Assertions.assertThat(files(golden))
        .containsExactly(
            "checkpoint/commits/1",
            "checkpoint/metadata",
            "checkpoint/offsets/0",
            "checkpoint/offsets/1",
            "checkpoint/state/0/0/1.delta",
            "checkpoint/state/0/0/2.delta",
            "checkpoint/state/0/0/_metadata/schema",
            "expected/what-was-written.jsonl",
            "golden.json");
    Assertions.assertThat(golden.resolve("checkpoint/metadata"))
        .hasContent("{\"id\":\"00000000-0000-0000-0000-000000000000\"}");
    Assertions.assertThat(golden.resolve("checkpoint/offsets/1"))
        // 2024-01-01T00:00:00Z
        .content()
        .contains("\"batchTimestampMs\":1704067200000");
    Assertions.assertThat(golden.resolve("expected/what-was-written.jsonl"))
        .hasContent(
            """
            {"word":"cat","count":3}
            {"word":"owl","count":1}
            """);
    Assertions.assertThat(golden.resolve("golden.json"))
        .hasContent(
            """
            {
              "format" : 1,
              "spark" : "%s",
              "clock" : "2024-01-01T00:00:00Z",
              "batchesBefore" : 2,
              "stateOperators" : [ "stateStoreSave" ],
              "sinks" : [ {
                "name" : "what was written",
                "file" : "what-was-written.jsonl",
                "columns" : "word STRING,count BIGINT"
              } ]
            }
            """
                .formatted(harness.spark().version()));
  }

  @Test
  void recordingTwiceGivesTheSameBytes(StreamHarness harness) throws IOException {
    record(archive(), harness, "1.4", "counts", COUNTS);
    record(archive(), harness, "1.5", "counts", COUNTS);
    Path first = folder.resolve("checkpoints/counts/1.4");
    Path second = folder.resolve("checkpoints/counts/1.5");
    Assertions.assertThat(files(second)).isEqualTo(files(first));
    for (String file : files(first)) {
      Assertions.assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
    }
  }

  @Test
  void nothingIsRecordedWithoutTheProperty(StreamHarness harness) {
    CompatibilityReport report = archive().check(harness, "counts", COUNTS);
    Assertions.assertThat(report.verdicts()).isEmpty();
    Assertions.assertThat(folder).isEmptyDirectory();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).isCompatible())
        .withMessage(
            "Expecting job 'counts' to go on (EQUAL or CHANGED), but there is no golden checkpoint"
                + " of it. Record one: run this test with -Dweir.record=<release> on the released"
                + " job. See docs/errors/golden-verdict.md");
  }

  @Test
  void aJobThatIsAsItWas(StreamHarness harness) {
    record(archive(), harness, "1.9", "counts", COUNTS);
    record(archive(), harness, "1.10", "counts", COUNTS);
    CompatibilityReport report = archive().check(harness, "counts", COUNTS);
    Assertions.assertThat(report).hasToString("job 'counts': 1.9 EQUAL, 1.10 EQUAL");
    Assertions.assertThat(report).isEqual().isCompatible();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).isChanged())
        .withMessage(
            """
            Expecting job 'counts' to go on and write other rows (CHANGED), but:

                release | Spark | verdict
             >> 1.9     | 3.5.7 | EQUAL
             >> 1.10    | 3.5.7 | EQUAL

            See docs/errors/golden-verdict.md"""
                .replace("3.5.7", harness.spark().version()));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).release("1.9").isRefused())
        .withMessage(
            """
            Expecting job 'counts' to be refused (REFUSED), but:

                release | Spark | verdict
             >> 1.9     | 3.5.7 | EQUAL

            See docs/errors/golden-verdict.md"""
                .replace("3.5.7", harness.spark().version()));
  }

  @Test
  void aJobThatGoesOnWithOtherResults(StreamHarness harness) {
    record(archive(), harness, "1.3", "counts", DOUBLED);
    record(archive(), harness, "1.4", "counts", COUNTS);
    CompatibilityReport report = archive().check(harness, "counts", DOUBLED);
    assertThat(report).isCompatible();
    assertThat(report).release("1.3").isEqual();
    assertThat(report)
        .release("1.4")
        .isChanged()
        .changesRows(
            """
            - {"word":"cat","count":3}
            - {"word":"owl","count":1}
            + {"word":"cat","count":6}
            + {"word":"owl","count":2}
            """);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).isEqual())
        .withMessage(
            """
            Expecting job 'counts' to go on as the release did (EQUAL), but:

                release | Spark | verdict
                1.3     | 3.5.7 | EQUAL
             >> 1.4     | 3.5.7 | CHANGED  2 missing, 2 unexpected

            From the checkpoint of release 1.4:
              - {"word":"cat","count":3}
              - {"word":"owl","count":1}
              + {"word":"cat","count":6}
              + {"word":"owl","count":2}

            See docs/errors/golden-verdict.md"""
                .replace("3.5.7", harness.spark().version()));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () -> assertThat(report).release("1.4").changesRows("- {\"word\":\"cat\",\"count\":3}"))
        .withMessageStartingWith(
            "Expecting job 'counts' to change these rows:\n- {\"word\":\"cat\",\"count\":3}\n, but:");
  }

  @Test
  void otherColumns(StreamHarness harness) {
    record(archive(), harness, "1.4", "counts", COUNTS);
    JobUnderTest shorter =
        job(words -> words.groupBy("word").count().withColumn("count", col("count").cast("int")));
    assertThat(archive().check(harness, "counts", shorter))
        .changesRows(
            """
            - word STRING,count BIGINT
            + word STRING,count INT
            """);
  }

  @Test
  void aJobThatSparkRefuses(StreamHarness harness) {
    record(archive(), harness, "1.4", "counts", COUNTS);
    CompatibilityReport report = archive().check(harness, "counts", BY_LENGTH);
    assertThat(report)
        .isRefused()
        .because("Provided schema doesn't match")
        .because(
            "likely cause: The state in the checkpoint has other columns than the job keeps now:"
                + " column 1 of the key was word string and is length integer.");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).isCompatible())
        .withMessageContaining(" >> 1.4     | " + harness.spark().version() + " | REFUSED  ")
        .withMessageContaining(
            "From the checkpoint of release 1.4:\n  Query 'query-2' has failed in batch 2");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).because("number of partitions"))
        .withMessageStartingWith(
            "Expecting job 'counts' to be refused because of \"number of partitions\", but:");
  }

  /** A new operator finds no state where it looks for its own. */
  @Test
  void anotherStatefulOperator(StreamHarness harness) {
    record(archive(), harness, "1.4", "counts", COUNTS);
    JobUnderTest deduplicated = job(words -> words.dropDuplicates("word").groupBy("word").count());
    assertThat(archive().check(harness, "counts", deduplicated))
        .isRefused()
        .because("likely cause: Operator 1 has no state in the checkpoint for partition 0:")
        .because("the job whose checkpoint this is had fewer stateful operators");
  }

  /** State of an operator that is gone stays where it is, and Spark 3.5 does not look at it. */
  @Test
  void noStatefulOperatorAnyMore(StreamHarness harness) {
    record(archive(), harness, "1.4", "counts", COUNTS);
    JobUnderTest stateless = job(words -> words.selectExpr("word", "1L AS count"));
    assertThat(archive().check(harness, "counts", stateless))
        .changesRows(
            """
            - {"word":"cat","count":3}
            + {"word":"cat","count":1}
            """);
  }

  @Test
  void anotherSource(StreamHarness harness) {
    record(archive(), harness, "1.4", "counts", COUNTS);
    JobUnderTest united =
        trial -> {
          MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
          MemoryInput<String> more = trial.memoryInput(Encoders.STRING());
          trial.query(
              words
                  .toDF()
                  .union(more.toDF())
                  .toDF("word")
                  .groupBy("word")
                  .count()
                  .writeStream()
                  .outputMode(OutputMode.Update())
                  .format("noop"));
          trial.batch(() -> words.add("cat", "dog"));
          trial.batch(() -> words.add("cat"));
          trial.batch(() -> words.add("cat", "owl"));
        };
    assertThat(archive().check(harness, "counts", united))
        .isRefused()
        .because("There are [1] sources in the checkpoint offsets and now there are [2]")
        .because(
            "likely cause: The job whose checkpoint this is read 1 source, and this one reads 2.");
  }

  /** Fact 18: the checkpoint's number of partitions counts, so another one is no refusal. */
  @Test
  void moreShufflePartitions(StreamHarness harness) {
    record(archive(), harness, "1.4", "counts", COUNTS);
    harness.spark().conf().set("spark.sql.shuffle.partitions", 4);
    assertThat(archive().check(harness, "counts", COUNTS)).isEqual();
  }

  @Test
  void aKeyOfTheSameTypeIsNotNoticedByTheSchema(StreamHarness harness) {
    record(archive(), harness, "1.4", "counts", COUNTS);
    JobUnderTest byLetter =
        job(words -> words.select(substring(col("word"), 1, 1).as("word")).groupBy("word").count());
    assertThat(archive().check(harness, "counts", byLetter))
        .changesRows(
            """
            - {"word":"cat","count":3}
            - {"word":"owl","count":1}
            + {"word":"c","count":1}
            + {"word":"o","count":1}
            """);
  }

  @Test
  void aGoldenCheckpointStaysAsItIs(StreamHarness harness) throws IOException {
    record(archive(), harness, "1.4", "counts", COUNTS);
    Path golden = folder.resolve("checkpoints/counts/1.4");
    var before = files(golden);
    String metadata = Files.readString(golden.resolve("checkpoint/metadata"));
    archive().check(harness, "counts", COUNTS);
    Assertions.assertThat(files(golden)).isEqualTo(before);
    Assertions.assertThat(golden.resolve("checkpoint/metadata")).hasContent(metadata);
  }
}
