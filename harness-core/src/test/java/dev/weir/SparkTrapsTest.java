package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.input.MemoryInput;
import dev.weir.query.QueryFailedException;
import dev.weir.query.Step;
import dev.weir.query.TestQuery;
import dev.weir.sink.Batch;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Spark does to the unwary, and what becomes of it here. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class SparkTrapsTest {
  private static final StructType CLICKS =
      new StructType().add("at", DataTypes.TimestampType).add("page", DataTypes.StringType);

  private static Row click(String time, String page) {
    return row(Instant.parse("2024-02-05T" + time + ":00Z"), page);
  }

  private static Dataset<Row> clicksByWindow(MemoryInput<Row> clicks) {
    return clicks
        .toDF()
        .withWatermark("at", "10 minutes")
        .groupBy(window(col("at"), "5 minutes"), col("page"))
        .count();
  }

  /** Two MemoryStreams of one id are one to Spark: this join would give 1, 2, 3. */
  @Test
  void twoInputsAreNeverTakenForOne(StreamHarness harness) {
    MemoryInput<Integer> left = harness.memoryInput(Encoders.INT()).add(1, 2, 3);
    MemoryInput<Integer> right = harness.memoryInput(Encoders.INT()).add(2, 3, 4);
    TestQuery join =
        harness.start(
            left.toDF().toDF("l").join(right.toDF().toDF("r"), col("l").equalTo(col("r"))),
            OutputMode.Append());
    join.processAllAvailable();
    assertThat(join).table().containsExactlyInAnyOrder(row(2, 2), row(3, 3));

    TestQuery union = harness.start(left.toDF().union(right.toDF()), OutputMode.Append());
    union.processAllAvailable();
    left.add(5);
    right.add(6);
    union.processAllAvailable();
    assertThat(union).newRows().containsExactlyInAnyOrder(1, 2, 2, 3, 3, 4, 5, 6);
  }

  /** A MemoryStream forgets committed rows: the second query would see the last batch only. */
  @Test
  void twoQueriesOverOneInputBothSeeEveryRow(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery early = harness.start("early", lines.toDF(), OutputMode.Append());
    lines.add("a");
    early.processAllAvailable();
    lines.add("b");
    early.processAllAvailable();
    lines.add("c");

    TestQuery late = harness.start("late", lines.toDF(), OutputMode.Append());
    late.processAllAvailable();
    early.processAllAvailable();
    assertThat(early).table().containsExactlyInAnyOrder("a", "b", "c");
    assertThat(late).table().containsExactlyInAnyOrder("a", "b", "c");
  }

  /** A new MemoryStream on an old checkpoint throws, or skips rows. */
  @Test
  void aRestartedQueryGoesOnWhereItWas(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    Dataset<Row> counts = lines.toDF().groupBy("value").count();
    lines.add("a", "b");
    TestQuery first = startAt(harness, counts, "here");
    first.processAllAvailable();
    first.stop();
    lines.add("a");

    TestQuery second = startAt(harness, counts, "here");
    Assertions.assertThat(second.processAllAvailable().batchIds()).containsExactly(1L);
    assertThat(second).table().containsExactlyInAnyOrder(row("a", 2L), row("b", 1L));
  }

  private static TestQuery startAt(StreamHarness harness, Dataset<Row> result, String location) {
    return harness.start(
        result
            .writeStream()
            .outputMode(OutputMode.Complete())
            .format("noop")
            .option("checkpointLocation", location));
  }

  @Test
  void alsoWhereTheSessionNamesTheLocation(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.streaming.checkpointLocation", "/some/where");
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery first = harness.start("lines", lines.toDF(), OutputMode.Append());
    first.processAllAvailable();
    first.stop();
    lines.add("b");
    TestQuery second = harness.start("lines", lines.toDF(), OutputMode.Append());
    Assertions.assertThat(second.processAllAvailable().batchIds()).containsExactly(1L);
    assertThat(second).table().containsExactlyInAnyOrder("b");

    TestQuery other = harness.start("other", lines.toDF(), OutputMode.Append());
    other.processAllAvailable();
    assertThat(other).table().containsExactlyInAnyOrder("a", "b");
  }

  /** One addData is not one batch, and one that follows the start may be caught in it. */
  @Test
  void addsBetweenTwoStepsAreOneBatch(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a").add("b");
    TestQuery query = harness.start(lines.toDF(), OutputMode.Append());
    lines.add("c");
    Assertions.assertThat(query.processAllAvailable().batchIds()).containsExactly(0L);
    assertThat(query).batch(0).containsExactlyInAnyOrder("a", "b", "c");

    lines.addAll(List.of());
    Assertions.assertThat(query.processAllAvailable().batchIds()).containsExactly(1L);
    assertThat(query).batch(1).isEmpty();
    Assertions.assertThat(query.processAllAvailable().isEmpty()).isTrue();
  }

  /**
   * Spark's memory sink appends in update mode, and its latest batch is the empty no-data batch.
   */
  @Test
  void updateModeHasALogATableAndALastBatchThatMeansSomething(StreamHarness harness) {
    MemoryInput<Row> clicks = harness.memoryInput(CLICKS);
    TestQuery query =
        harness.start(clicksByWindow(clicks).select("page", "count"), OutputMode.Update());
    clicks.add(click("12:00", "a"));
    query.processAllAvailable();
    clicks.add(click("12:01", "a"), click("12:02", "b"));
    Step step = query.processAllAvailable();

    Assertions.assertThat(step.ranNoDataBatch()).isTrue();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("a", 2L), row("b", 1L));
    assertThat(query).changeLog().containsExactly(row("a", 1L), row("b", 1L), row("a", 2L));
    assertThat(query).table("page").containsExactlyInAnyOrder(row("a", 2L), row("b", 1L));
  }

  /** Spark's memory sink drops a batch id that it knows, and with it the duplicates of a replay. */
  @Test
  void aReplayedBatchIsRecordedTwice(StreamHarness harness) throws Exception {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    List<String> written = new ArrayList<>();
    TestQuery first = startCollecting(harness, lines, written);
    first.processAllAvailable();
    first.stop();
    Files.delete(first.checkpointLocation().resolve("commits/0"));
    Files.deleteIfExists(first.checkpointLocation().resolve("commits/.0.crc"));

    TestQuery second = startCollecting(harness, lines, written);
    second.processAllAvailable();
    Assertions.assertThat(second.batches()).extracting(Batch::batchId).containsExactly(0L);
    Assertions.assertThat(written).containsExactly("a", "a");
  }

  private static TestQuery startCollecting(
      StreamHarness harness, MemoryInput<String> lines, List<String> written) {
    return harness.start(
        lines
            .toDS()
            .writeStream()
            .option("checkpointLocation", "replay")
            .foreachBatch(
                (Dataset<String> batch, Long id) -> written.addAll(batch.collectAsList())));
  }

  /** format("memory") refuses a used checkpoint; the harness's own recorder does not. */
  @Test
  void theMemorySinkSaysThatItCannotRecover(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery first = startInMemory(harness, lines);
    first.processAllAvailable();
    assertThat(first).table().containsExactlyInAnyOrder("a");
    Assertions.assertThat(harness.spark().table("lines").count()).isEqualTo(1);
    first.stop();
    assertThatThrownBy(() -> startInMemory(harness, lines))
        .hasMessageContaining("This query does not support recovering from checkpoint location");
  }

  private static TestQuery startInMemory(StreamHarness harness, MemoryInput<String> lines) {
    return harness.start(
        lines
            .toDF()
            .writeStream()
            .format("memory")
            .queryName("lines")
            .option("checkpointLocation", "memory"));
  }

  /** A state with a processing-time timeout asks for batches for ever. */
  @Test
  void aProcessingTimeTimeoutDoesNotHangAStep(StreamHarness harness) {
    MemoryInput<String> users = harness.memoryInput(Encoders.STRING()).add("ann");
    FlatMapGroupsWithStateFunction<String, String, Integer, String> sessions =
        (user, rows, state) -> {
          if (state.hasTimedOut()) {
            state.remove();
            return List.of(user + " left").iterator();
          }
          state.update(1);
          state.setTimeoutDuration("10 minutes");
          return List.of(user + " came").iterator();
        };
    TestQuery query =
        harness.start(
            users
                .toDS()
                .groupByKey((MapFunction<String, String>) u -> u, Encoders.STRING())
                .flatMapGroupsWithState(
                    sessions,
                    OutputMode.Append(),
                    Encoders.INT(),
                    Encoders.STRING(),
                    GroupStateTimeout.ProcessingTimeTimeout()),
            OutputMode.Append());
    Step step = query.processAllAvailable();
    Assertions.assertThat(step.batchIds()).containsExactly(0L, 1L);
    Assertions.assertThat(step.noDataBatchIds()).containsExactly(1L);
    assertThat(query).table().containsExactlyInAnyOrder("ann came");
  }

  /** StreamingQueryException is checked and undeclared, and wraps the user's exception twice. */
  @Test
  void theJobsOwnExceptionIsTheCause(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT()).add(1, 0);
    TestQuery query =
        harness.start(
            numbers.toDS().map((MapFunction<Integer, Integer>) n -> 1 / n, Encoders.INT()),
            OutputMode.Append());
    assertThat(query)
        .fails()
        .withCause(ArithmeticException.class)
        .withMessageContaining("by zero")
        .isInstanceOf(QueryFailedException.class);
    Assertions.assertThat(query.batches()).isEmpty();
  }

  /** recentProgress may have two entries for one batch, and listeners have heard of none yet. */
  @Test
  void progressIsThereWhenAStepReturnsAndOneForEachBatch(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start(lines.toDF(), OutputMode.Append());
    for (int batch = 0; batch < 120; batch++) {
      lines.add("a", "b");
      query.processNextBatch();
      StreamingQueryProgress progress = query.lastProgress().orElseThrow();
      Assertions.assertThat(progress.batchId()).isEqualTo(batch);
      Assertions.assertThat(progress.numInputRows()).isEqualTo(2);
    }
    Assertions.assertThat(query.progress(0)).isPresent();
    Assertions.assertThat(query.rowsIn()).isEqualTo(240);
  }

  /** A query that was left running would make the next one of its name fail. */
  @Test
  void aNameIsFreeAgainWhenItsTestIsOver(LocalSpark spark) {
    for (int test = 0; test < 2; test++) {
      try (StreamHarness harness = StreamHarness.over(spark.newSession())) {
        MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
        TestQuery query = harness.start("counts", lines.toDF(), OutputMode.Append());
        query.processAllAvailable();
        assertThat(query).table().containsExactlyInAnyOrder("a");
      }
    }
  }

  /** Within a batch of several partitions there is no order. */
  @Test
  void anOrderThatMeansNothingIsNotCompared(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a").add("b");
    TestQuery query = harness.start("echo", lines.toDF(), OutputMode.Append());
    query.processAllAvailable();
    assertThatThrownBy(() -> assertThat(query).lastBatch().containsExactly("a", "b"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("containsExactly would pass or fail by chance");

    TestQuery sorted =
        harness.start(
            lines.toDF().groupBy("value").count().orderBy("value").limit(5), OutputMode.Complete());
    sorted.processAllAvailable();
    assertThat(sorted).lastBatch().containsExactly(row("a", 1L), row("b", 1L));
  }

  @Test
  void aHundredThousandRowsTakeSeconds(StreamHarness harness) {
    MemoryInput<Long> numbers = harness.memoryInput(Encoders.LONG());
    Long[] rows = new Long[100_000];
    Arrays.setAll(rows, i -> (long) i);
    numbers.add(rows);
    TestQuery query = harness.start(numbers.toDF(), OutputMode.Append());
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder((Object[]) rows);
    rows[77_777] = -1L;
    assertThatThrownBy(() -> assertThat(query).table().containsExactlyInAnyOrder((Object[]) rows))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(" - -1     expected\n + 77777  emitted  <<< value")
        .hasMessageContaining("1 missing, 1 unexpected, 99999 as expected.")
        .satisfies(e -> Assertions.assertThat(e.getMessage()).hasSizeLessThan(1000));
  }
}
