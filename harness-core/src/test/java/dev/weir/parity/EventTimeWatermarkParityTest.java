package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.window;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports those tests of Spark's EventTimeWatermarkSuite that count by window. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class EventTimeWatermarkParityTest {

  private static Dataset<Row> timed(MemoryInput<?> seconds) {
    return seconds.toDF().withColumn("eventTime", timestamp_seconds(col("value")));
  }

  private static Dataset<Row> countsByWindow(Dataset<Row> timed) {
    return timed
        .groupBy(window(col("eventTime"), "5 seconds").as("window"))
        .agg(count("*").as("count"))
        .select(col("window.start").cast("long"), col("count"));
  }

  private static Dataset<Row> countsByWindow(MemoryInput<Integer> seconds) {
    return countsByWindow(timed(seconds).withWatermark("eventTime", "10 seconds"));
  }

  /** The event times of the last batch with rows; the one after it has a watermark only. */
  private static Map<String, String> eventTimes(TestQuery query) {
    StreamingQueryProgress progress =
        query.lastStep().batchIds().stream()
            .map(id -> query.progress(id).orElseThrow())
            .filter(p -> p.numInputRows() > 0)
            .findFirst()
            .orElseThrow();
    return progress.eventTime();
  }

  private static void hasEventTimes(TestQuery query, long min, long max, long avg, long watermark) {
    Assertions.assertThat(eventTimes(query))
        .containsOnly(
            Map.entry("min", text(min)),
            Map.entry("max", text(max)),
            Map.entry("avg", text(avg)),
            Map.entry("watermark", text(watermark)));
  }

  /** A time as Spark writes it in a progress. */
  private static String text(long seconds) {
    return Instant.ofEpochSecond(seconds).toString().replace("Z", ".000Z");
  }

  // EventTimeWatermarkSuite "event time and watermark metrics", without a watermark
  @Test
  void reportsNoEventTimeWithoutAWatermark(StreamHarness harness) {
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(countsByWindow(timed(seconds)), OutputMode.Complete());
    seconds.add(15);
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(row(15L, 1L));
    Assertions.assertThat(eventTimes(query)).isEmpty();
    seconds.add(10, 12, 14);
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(row(10L, 3L), row(15L, 1L));
    Assertions.assertThat(eventTimes(query)).isEmpty();
  }

  // EventTimeWatermarkSuite "event time and watermark metrics", with a watermark
  @Test
  void reportsEventTimes(StreamHarness harness) {
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(countsByWindow(seconds), OutputMode.Append());
    seconds.add(15);
    query.processAllAvailable();
    assertThat(query).changeLog().isEmpty();
    hasEventTimes(query, 15, 15, 15, 0);
    seconds.add(10, 12, 14);
    query.processAllAvailable();
    assertThat(query).changeLog().isEmpty();
    hasEventTimes(query, 10, 14, 12, 5);
    seconds.add(25);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(row(10L, 3L));
    hasEventTimes(query, 25, 25, 25, 5);
  }

  /** One batch with all that is there, none without data, and the query is over. */
  @SuppressWarnings("deprecation") // Trigger.Once is what Spark's test is about.
  private static TestQuery runOnce(StreamHarness harness, Dataset<Row> result) {
    TestQuery query =
        harness.start(
            result
                .writeStream()
                .format("noop")
                .option("checkpointLocation", "checkpoint")
                .trigger(Trigger.Once()));
    query.processAllAvailable();
    Assertions.assertThat(query.isActive()).isFalse();
    return query;
  }

  // EventTimeWatermarkSuite "event time and watermark metrics with Trigger.Once (SPARK-24699)"
  @Test
  void withTriggerOnceAWatermarkCountsInTheNextRun(StreamHarness harness) {
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    Dataset<Row> counts = countsByWindow(seconds);
    seconds.add(15);
    TestQuery query = runOnce(harness, counts);
    assertThat(query).newRows().isEmpty();
    hasEventTimes(query, 15, 15, 15, 0);
    seconds.add(10, 12, 14);
    query = runOnce(harness, counts);
    assertThat(query).newRows().isEmpty();
    hasEventTimes(query, 10, 14, 12, 5);
    seconds.add(25);
    query = runOnce(harness, counts);
    assertThat(query).newRows().isEmpty();
    hasEventTimes(query, 25, 25, 25, 5);
    seconds.add(50);
    query = runOnce(harness, counts);
    assertThat(query).newRows().containsExactlyInAnyOrder(row(10L, 3L));
    hasEventTimes(query, 50, 50, 50, 15);
    seconds.add(50);
    query = runOnce(harness, counts);
    assertThat(query).newRows().containsExactlyInAnyOrder(row(15L, 1L), row(25L, 1L));
    hasEventTimes(query, 50, 50, 50, 40);
  }

  // EventTimeWatermarkSuite "append mode"
  @Test
  void inAppendMode(StreamHarness harness) {
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(countsByWindow(seconds), OutputMode.Append());
    seconds.add(10, 11, 12, 13, 14, 15);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    seconds.add(25);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(10L, 5L));
    StateOperators.of(query).total(2).dropped(0);
    seconds.add(10);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty().and().hasLateRows(1);
    StateOperators.of(query).total(2).dropped(1);
  }

  // EventTimeWatermarkSuite "update mode"
  @Test
  void inUpdateMode(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.shuffle.partitions", "10");
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(countsByWindow(seconds), OutputMode.Update());
    seconds.add(10, 11, 12, 13, 14, 15);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(10L, 5L), row(15L, 1L));
    seconds.add(25);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(25L, 1L));
    StateOperators.of(query).total(2).dropped(0);
    seconds.add(10, 25);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(25L, 2L));
    StateOperators.of(query).total(2).dropped(1);
    seconds.add(10);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).total(2).dropped(1);
  }

  // EventTimeWatermarkSuite "complete mode"
  @Test
  void inCompleteMode(StreamHarness harness) {
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(countsByWindow(seconds), OutputMode.Complete());
    seconds.add(10, 11, 12);
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(row(10L, 3L));
    seconds.add(25);
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(row(10L, 3L), row(25L, 1L));
    seconds.add(25);
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(row(10L, 3L), row(25L, 2L));
    seconds.add(10);
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(row(10L, 4L), row(25L, 2L));
    seconds.add(25);
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(row(10L, 4L), row(25L, 3L));
  }

  // EventTimeWatermarkSuite "delay in months and years handled correctly"
  @Test
  void aDelayMayBeInYearsAndMonths(StreamHarness harness) {
    LocalDateTime now = LocalDateTime.parse("2024-02-05T09:00:00");
    MemoryInput<Long> seconds = harness.memoryInput(Encoders.LONG());
    TestQuery query =
        harness.start(
            countsByWindow(timed(seconds).withWatermark("eventTime", "2 years 5 months")),
            OutputMode.Append());
    for (int batch = 0; batch < 2; batch++) {
      seconds.add(now.toEpochSecond(ZoneOffset.UTC));
      query.processAllAvailable();
      assertThat(query).changeLog().isEmpty();
    }
    // Spark's own test allows 29 or 30 months; Spark counts a month of a delay as 31 days.
    assertThat(query).watermark().isEqualTo(now.minusDays(29 * 31).toInstant(ZoneOffset.UTC));
    Assertions.assertThat(eventTimes(query))
        .containsEntry("max", text(now.toEpochSecond(ZoneOffset.UTC)));
  }

  // EventTimeWatermarkSuite "recovery"
  @Test
  void theWatermarkIsRecovered(StreamHarness harness) throws Exception {
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    Dataset<Row> counts = countsByWindow(seconds);
    TestQuery first = Checkpointed.start(harness, counts, OutputMode.Append());
    seconds.add(10, 11, 12, 13, 14, 15);
    first.processAllAvailable();
    assertThat(first).changeLog().isEmpty();
    seconds.add(25);
    first.processAllAvailable();
    assertThat(first).changeLog().containsExactlyInAnyOrder(row(10L, 5L));
    first.stop();
    // Only the commit of the last batch stays, so that batch is not run again.
    Checkpointed.forgetCommitsBefore(first, first.lastProgress().orElseThrow().batchId());

    TestQuery second = Checkpointed.start(harness, counts, OutputMode.Append());
    seconds.add(10, 27, 30);
    second.processAllAvailable();
    assertThat(second).changeLog().containsExactlyInAnyOrder(row(15L, 1L));
    second.stop();

    TestQuery third = Checkpointed.start(harness, counts, OutputMode.Append());
    seconds.add(17);
    third.processAllAvailable();
    assertThat(third).newRows().isEmpty().and().hasLateRows(1);
    seconds.add(40);
    third.processAllAvailable();
    assertThat(third).newRows().containsExactlyInAnyOrder(row(25L, 2L));
  }

  // EventTimeWatermarkSuite "group by on raw timestamp"
  @Test
  void timesMayBeAGroupWithoutAWindow(StreamHarness harness) {
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            timed(seconds)
                .withWatermark("eventTime", "10 seconds")
                .groupBy("eventTime")
                .agg(count("*").as("count"))
                .select(col("eventTime").cast("long"), col("count")),
            OutputMode.Append());
    seconds.add(10);
    query.processAllAvailable();
    assertThat(query).changeLog().isEmpty();
    seconds.add(25);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(row(10L, 1L));
  }

  // EventTimeWatermarkSuite "SPARK-27340 Alias on TimeWindow expression cause watermark metadata
  // lost"
  @Test
  void aWindowMayHaveAnAlias(StreamHarness harness) {
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            timed(seconds)
                .withWatermark("eventTime", "10 seconds")
                .select(window(col("eventTime"), "5 seconds").as("aliasWindow"))
                .groupBy("aliasWindow")
                .agg(count("*").as("count"))
                .select(col("aliasWindow.start").cast("long"), col("count")),
            OutputMode.Append());
    seconds.add(10, 11, 12, 13, 14, 15);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    seconds.add(25);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(10L, 5L));
    StateOperators.of(query).total(2);
    seconds.add(10);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).total(2);
  }

  // EventTimeWatermarkSuite "test no-data flag"
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBatchWithoutDataClosesWindows(boolean noDataBatches, StreamHarness harness) {
    harness.spark().conf().set("spark.sql.streaming.noDataMicroBatches.enabled", noDataBatches);
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(countsByWindow(seconds), OutputMode.Append());
    seconds.add(10, 11, 12, 13, 14, 15);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    seconds.add(25);
    query.processAllAvailable();
    if (noDataBatches) {
      assertThat(query).newRows().containsExactlyInAnyOrder(row(10L, 5L));
    } else {
      assertThat(query).newRows().isEmpty();
    }
  }
}
