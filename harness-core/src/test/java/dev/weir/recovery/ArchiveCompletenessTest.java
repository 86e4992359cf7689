package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.recovery.Recording.record;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.SinceSpark;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each stateful job has a golden checkpoint, and each golden checkpoint its job. */
@ExtendWith(WithHarness.class)
class ArchiveCompletenessTest {
  @TempDir Path folder;

  private static JobUnderTest job(UnaryOperator<Dataset<Row>> query) {
    return trial -> {
      MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
      trial.query(
          query.apply(words.toDF()).writeStream().outputMode(OutputMode.Update()).format("noop"));
      trial.batch(() -> words.add("cat"));
      trial.batch(() -> words.add("dog"));
    };
  }

  private static final JobUnderTest COUNTS = job(words -> words.groupBy("value").count());
  private static final JobUnderTest FILTER = job(words -> words.filter("value = 'cat'"));

  @Test
  void jobsAsTrials(StreamHarness harness) {
    CheckpointArchive archive = CheckpointArchive.in(folder);
    ArchiveCompleteness jobs =
        archive.completeness(harness).job("counts", COUNTS).job("filter", FILTER);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(jobs).isComplete())
        .withMessage(
            "The archive of golden checkpoints in "
                + folder
                + " is not complete:\n"
                + "  - job 'counts' keeps state (stateStoreSave) and has no golden checkpoint: run"
                + " its check with -Dweir.record=<release>\n"
                + "See docs/errors/golden-incomplete.md");
    record(archive, harness, "1.4", "counts", COUNTS);
    assertThat(jobs).isComplete();
    Assertions.assertThat(jobs).isComplete();
  }

  @Test
  void goldenCheckpointsOfNoJob(StreamHarness harness) {
    CheckpointArchive archive = CheckpointArchive.in(folder);
    record(archive, harness, "1.1", "old", FILTER);
    record(archive, harness, "1.2", "old", FILTER);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () -> assertThat(archive.completeness(harness).job("filter", FILTER)).isComplete())
        .withMessage(
            "The archive of golden checkpoints in "
                + folder
                + " is not complete:\n"
                + "  - there are golden checkpoints of 'old' (1.1, 1.2), and no job of that name is"
                + " listed: list it, or delete them\n"
                + "See docs/errors/golden-incomplete.md");
  }

  static Stream<Arguments> plans() {
    return Stream.of(
        plan("filter", List.of(), words -> words.filter("value = 'cat'")),
        plan("aggregation", List.of("Aggregate"), words -> words.groupBy("value").count()),
        plan("duplicates", List.of("Deduplicate"), words -> words.dropDuplicates("value")),
        plan("limit", List.of("GlobalLimit"), words -> words.limit(3)),
        plan(
            "join-of-streams",
            List.of("Join"),
            words -> words.as("a").join(words.as("b"), "value")),
        plan(
            "join-with-a-table",
            List.of(),
            words -> words.join(words.sparkSession().range(3).selectExpr("id AS value"), "value")),
        plan(
            "aggregation-of-a-table",
            List.of(),
            words ->
                words.join(
                    words.sparkSession().range(3).groupBy("id").count().toDF("value", "n"),
                    "value")),
        plan(
            "windows",
            List.of("Aggregate"),
            words ->
                words
                    .selectExpr("timestamp(value) AS time")
                    .withWatermark("time", "1 minute")
                    .groupBy("time")
                    .count()));
  }

  @Test
  @SinceSpark(value = "3.5", reason = "there is no dropDuplicatesWithinWatermark (SPARK-42931)")
  void aJobThatDropsDuplicatesWithinTheWatermark(StreamHarness harness) {
    jobsAsPlans(
        "windows",
        List.of("DeduplicateWithinWatermark", "Aggregate"),
        words ->
            words
                .selectExpr("timestamp(value) AS time")
                .withWatermark("time", "1 minute")
                .groupBy("time")
                .count()
                .dropDuplicatesWithinWatermark(new String[] {"count"}),
        harness);
  }

  private static Arguments plan(
      String name, List<String> operators, UnaryOperator<Dataset<Row>> query) {
    return Arguments.of(name, operators, query);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void jobsAsPlans(
      String name,
      List<String> operators,
      UnaryOperator<Dataset<Row>> query,
      StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
    List<String> findings =
        CheckpointArchive.in(folder)
            .completeness(harness)
            .job(name, query.apply(words.toDF()))
            .findings();
    Assertions.assertThat(findings)
        .isEqualTo(
            operators.isEmpty()
                ? List.of()
                : List.of(
                    "job '"
                        + name
                        + "' keeps state ("
                        + String.join(", ", operators)
                        + ") and has no golden checkpoint: run its check with"
                        + " -Dweir.record=<release>"));
  }
}
