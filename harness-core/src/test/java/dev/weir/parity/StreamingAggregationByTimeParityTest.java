package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.current_date;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.from_unixtime;
import static org.apache.spark.sql.functions.localtimestamp;

import dev.weir.HarnessOptions;
import dev.weir.LocalSpark;
import dev.weir.SinceSpark;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports those tests of Spark's StreamingAggregationSuite that prune results by the clock. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class StreamingAggregationByTimeParityTest {
  private StreamHarness harness;

  @BeforeEach
  void openHarness(LocalSpark spark) {
    harness =
        StreamHarness.over(
            spark.newSession(),
            HarnessOptions.defaults()
                .withClockStartingAt(Instant.EPOCH)
                .withConf("spark.sql.session.timeZone", "UTC"));
  }

  @AfterEach
  void closeHarness() {
    harness.close();
  }

  private TestQuery start(Dataset<Row> result, Duration interval) {
    return harness.start(
        result
            .writeStream()
            .outputMode("complete")
            .format("noop")
            .option("checkpointLocation", "checkpoint")
            .trigger(Trigger.ProcessingTime(interval.toMillis())));
  }

  // StreamingAggregationSuite "prune results by current_time or localtimestamp, complete mode",
  // with
  // current_timestamp
  @Test
  void prunedByTheTime() throws Exception {
    pruneByTime(current_timestamp());
  }

  // StreamingAggregationSuite "prune results by current_time or localtimestamp, complete mode",
  // with
  // localtimestamp
  @Test
  @SinceSpark(value = "3.4", reason = "a batch's local time is no TIMESTAMP_NTZ")
  void prunedByTheLocalTime() throws Exception {
    pruneByTime(localtimestamp().cast("timestamp"));
  }

  private void pruneByTime(Column now) throws Exception {
    Duration tenSeconds = Duration.ofSeconds(10);
    MemoryInput<Long> seconds = harness.memoryInput(Encoders.LONG());
    Dataset<Row> recent =
        seconds
            .toDF()
            .groupBy("value")
            .agg(count("*"))
            .where(col("value").geq(now.cast("long").minus(10L)));
    TestQuery first = start(recent, tenSeconds);
    seconds.add(0L, 5L, 5L, 10L);
    first.advanceTime(tenSeconds);
    assertThat(first).lastBatch().containsExactlyInAnyOrder(row(0L, 1L), row(5L, 2L), row(10L, 1L));
    seconds.add(15L, 15L, 20L);
    first.advanceTime(tenSeconds);
    assertThat(first)
        .lastBatch()
        .containsExactlyInAnyOrder(row(10L, 1L), row(15L, 2L), row(20L, 1L));
    seconds.add(0L, 85L);
    first.advanceTime(tenSeconds);
    assertThat(first).lastBatch().containsExactlyInAnyOrder(row(20L, 1L), row(85L, 1L));
    first.stop();
    Checkpointed.forgetCommitsBefore(first, 3);

    // Spark's test moves its clock while no query runs; here a query moves it, and so the batch is
    // run again at 40 seconds and not at 90. It has its first time, 30 seconds, all the same.
    TestQuery second = start(recent, tenSeconds);
    second.advanceTime(Duration.ofSeconds(60));
    assertThat(second).lastBatch().containsExactlyInAnyOrder(row(20L, 1L), row(85L, 1L));
    seconds.add(85L, 90L, 100L, 105L);
    second.advanceTime(tenSeconds);
    assertThat(second)
        .lastBatch()
        .containsExactlyInAnyOrder(row(90L, 1L), row(100L, 1L), row(105L, 1L));
  }

  // StreamingAggregationSuite "prune results by current_date, complete mode"; in UTC, where Spark's
  // takes the
  // machine's time zone away again
  @Test
  void prunedByTheDate() throws Exception {
    Duration tenDays = Duration.ofDays(10);
    long secondsPerDay = Duration.ofDays(1).toSeconds();
    MemoryInput<Long> days = harness.memoryInput(Encoders.LONG());
    Dataset<Row> recent =
        days.toDF()
            .select(
                from_unixtime(col("value").multiply(secondsPerDay)).cast("timestamp").as("value"))
            .groupBy("value")
            .agg(count("*").as("count"))
            .where(col("value").cast("date").geq(date_sub(current_date(), 10)))
            .select(col("value").cast("long").divide(secondsPerDay).cast("long"), col("count"));
    TestQuery first = start(recent, tenDays);
    days.add(0L, 5L, 5L, 10L);
    first.advanceTime(tenDays);
    assertThat(first).lastBatch().containsExactlyInAnyOrder(row(0L, 1L), row(5L, 2L), row(10L, 1L));
    days.add(15L, 15L, 20L);
    first.advanceTime(tenDays);
    assertThat(first)
        .lastBatch()
        .containsExactlyInAnyOrder(row(10L, 1L), row(15L, 2L), row(20L, 1L));
    days.add(85L);
    first.advanceTime(tenDays);
    assertThat(first).lastBatch().containsExactlyInAnyOrder(row(20L, 1L), row(85L, 1L));
    first.stop();
    Checkpointed.forgetCommitsBefore(first, 3);

    // As above: it is run again on day 40, and has its first date, which is day 30.
    TestQuery second = start(recent, tenDays);
    second.advanceTime(Duration.ofDays(60));
    assertThat(second).lastBatch().containsExactlyInAnyOrder(row(20L, 1L), row(85L, 1L));
    days.add(85L, 90L, 100L, 105L);
    second.advanceTime(tenDays);
    assertThat(second)
        .lastBatch()
        .containsExactlyInAnyOrder(row(90L, 1L), row(100L, 1L), row(105L, 1L));
  }
}
