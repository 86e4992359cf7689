package dev.weir.snippets;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.window;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/event-time.md. */
// @start region="clock"
@SparkStreamingTest(clockStartsAt = "2024-02-05T12:00:00Z")
// @end
class EventTimeGuideTest {

  // @start region="job"
  /** Clicks of each user in windows of five minutes; a click may be ten minutes late. */
  static Dataset<Row> clicksByWindow(Dataset<Row> clicks) {
    return clicks
        .withWatermark("time", "10 minutes")
        .groupBy(window(col("time"), "5 minutes"), col("user"))
        .count()
        .selectExpr("window.end AS until", "user", "count");
  }

  // @end

  // @start region="rows"
  private static final StructType CLICKS = StructType.fromDDL("time TIMESTAMP, user STRING");

  private static Instant time(String time) {
    return Instant.parse("2024-02-05T" + time + ":00Z");
  }

  // @end

  @Test
  void aWindowIsEmittedOnce(StreamHarness harness) {
    // @start region="window"
    MemoryInput<Row> clicks = harness.memoryInput(CLICKS);
    TestQuery counts = harness.start(clicksByWindow(clicks.toDF()), OutputMode.Append());

    clicks.add(row(time("12:01"), "ann"), row(time("12:04"), "ann"));
    counts.processAllAvailable();
    assertThat(counts).newRows().isEmpty(); // the window is open

    clicks.add(row(time("12:20"), "bob"));
    counts.processAllAvailable();
    assertThat(counts).watermark().isEqualTo("2024-02-05T12:10:00Z");
    assertThat(counts).lastStep().ranNoDataBatch();
    assertThat(counts).newRows().containsExactly(row(time("12:05"), "ann", 2L));
    // @end
    // @start region="late"
    clicks.add(row(time("12:03"), "ann"), row(time("12:21"), "bob"));
    counts.processAllAvailable();
    assertThat(counts).hasLateRows(1);
    assertThat(counts).lateRows().containsExactly(row(time("12:03"), "ann"));
    // @end
    // @start region="state"
    assertThat(counts).state().hasSize(1); // the window of 12:20, which is open
    // @end
  }

  @Test
  void processingTimeStandsStill(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
    TestQuery query =
        harness.start(
            words.toDF().withColumn("at", functions.current_timestamp()), OutputMode.Append());
    // @start region="time"
    words.add("cat");
    query.processAllAvailable();
    assertThat(query).newRows().containsExactly(row("cat", time("12:00")));

    query.advanceTime(Duration.ofMinutes(10));
    words.add("dog");
    query.processAllAvailable();
    assertThat(query).newRows().containsExactly(row("dog", time("12:10")));
    // @end
  }
}
