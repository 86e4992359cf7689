package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.window;
import static org.apache.spark.sql.functions.window_time;
import static org.apache.spark.sql.types.DataTypes.IntegerType;

import dev.weir.SinceSpark;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Ports Spark's MultiStatefulOperatorsSuite, without its joins by intervals. Operators are in the
 * order of Spark's progress: the last of the query is the first.
 */
@Tag("slow")
@ExtendWith(WithHarness.class)
@SinceSpark(value = "3.5", reason = "several stateful operators were not all allowed (SPARK-42376)")
class MultiStatefulOperatorsParityTest {

  private static List<Integer> seconds(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  private static Dataset<Row> timed(MemoryInput<Integer> seconds, String delay) {
    return seconds
        .toDF()
        .withColumn("eventTime", timestamp_seconds(col("value")))
        .withWatermark("eventTime", delay);
  }

  private static Dataset<Row> countsByFiveSeconds(Dataset<Row> timed) {
    return timed
        .groupBy(window(col("eventTime"), "5 seconds").as("window"))
        .agg(count("*").as("count"));
  }

  // MultiStatefulOperatorsSuite "window agg -> window agg, append mode"
  @Test
  void windowsOfWindows(StreamHarness harness) {
    MemoryInput<Integer> input = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            countsByFiveSeconds(timed(input, "0 seconds"))
                .groupBy(window(col("window"), "10 seconds"))
                .agg(count("*").as("count"), sum("count").as("sum"))
                .select(col("window.start").cast("long"), col("count"), col("sum")),
            OutputMode.Append());
    input.addAll(seconds(10, 21));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(10L, 2L, 10L));
    StateOperators.of(query).total(0, 1).dropped(0, 0);

    // 10 to 19 are late, as two windows; 20 to 29 wait for their second half.
    input.addAll(seconds(10, 29));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).total(1, 1).dropped(0, 2);

    input.add(30, 31);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(20L, 2L, 12L));
    StateOperators.of(query).total(0, 1).dropped(0, 0);
  }

  // MultiStatefulOperatorsSuite "agg -> agg -> agg, append mode"
  @Test
  void windowsOfWindowsOfWindows(StreamHarness harness) {
    MemoryInput<Integer> input = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            countsByFiveSeconds(timed(input, "0 seconds"))
                .groupBy(window(window_time(col("window")), "10 seconds"))
                .agg(count("*").as("count"), sum("count").as("sum"))
                .groupBy(window(window_time(col("window")), "20 seconds"))
                .agg(count("*").as("count"), sum("sum").as("sum"))
                .select(
                    col("window.start").cast("long"),
                    col("window.end").cast("long"),
                    col("count"),
                    col("sum")),
            OutputMode.Append());
    input.addAll(seconds(0, 37));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(0L, 20L, 2L, 20L));
    StateOperators.of(query).total(1, 1, 1).dropped(0, 0, 0);

    // 30 to 34 are late, as one window.
    input.addAll(seconds(30, 60));
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(row(20L, 40L, 2L, 23L), row(40L, 60L, 2L, 20L));
    StateOperators.of(query).total(0, 0, 1).dropped(0, 0, 1);
  }

  // MultiStatefulOperatorsSuite "stream deduplication -> aggregation, append mode"
  @Test
  void windowsOfDistinctRows(StreamHarness harness) {
    MemoryInput<Integer> input = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            timed(input, "10 seconds")
                .dropDuplicates("value", "eventTime")
                .groupBy(window(col("eventTime"), "5 seconds").as("window"))
                .agg(count("*").as("count"), sum("value").as("sum"))
                .select(col("window.start").cast("long"), col("count")),
            OutputMode.Append());
    input.addAll(seconds(1, 15));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(0L, 4L));
    StateOperators.of(query).total(3, 10).dropped(0, 0);
  }

  // MultiStatefulOperatorsSuite "join -> window agg, append mode"
  @Test
  void windowsOfAJoin(StreamHarness harness) {
    MemoryInput<Integer> left = harness.memoryInput(Encoders.INT());
    MemoryInput<Integer> right = harness.memoryInput(Encoders.INT());
    Dataset<Row> first = timed(left, "0 seconds").toDF("value1", "eventTime1");
    Dataset<Row> second = timed(right, "0 seconds").toDF("value2", "eventTime2");
    TestQuery query =
        harness.start(
            first
                .join(second, expr("eventTime1 = eventTime2"), "inner")
                .groupBy(window(col("eventTime1"), "5 seconds").as("window"))
                .agg(count("*").as("count"))
                .select(col("window.start").cast("long"), col("count")),
            OutputMode.Append());
    left.add(1, 2, 3, 4);
    right.add(1, 2, 3, 4);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).total(1, 0).dropped(0, 0);

    left.add(5);
    right.add(5);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(0L, 4L));
    StateOperators.of(query).total(1, 0).dropped(0, 0);
  }

  private static Dataset<Row> endsAndCounts(MemoryInput<Integer> input) {
    return countsByFiveSeconds(timed(input, "0 seconds"))
        .withColumn("windowEnd", expr("window.end"));
  }

  // MultiStatefulOperatorsSuite "aggregation -> stream deduplication, append mode", without the
  // event time: the deduplication keeps its state for ever
  @Test
  void distinctWindowsWithoutTheirTime(StreamHarness harness) {
    MemoryInput<Integer> input = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            endsAndCounts(input)
                .dropDuplicates("count", "windowEnd")
                .select(col("windowEnd").cast("long"), col("count")),
            OutputMode.Append());
    input.add(1, 5, 10, 15);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(5L, 1L), row(10L, 1L), row(15L, 1L));
    StateOperators.of(query).total(3, 1).dropped(0, 0);
  }

  // MultiStatefulOperatorsSuite "aggregation -> stream deduplication, append mode", with the event
  // time: the watermark removes its state
  @Test
  void distinctWindowsWithTheirTime(StreamHarness harness) {
    MemoryInput<Integer> input = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            endsAndCounts(input)
                .withColumn("windowTime", expr("window_time(window)"))
                .withColumn("windowTimeMicros", expr("unix_micros(windowTime)"))
                .dropDuplicates("count", "windowEnd", "windowTime")
                .select(col("windowEnd").cast("long"), col("windowTimeMicros"), col("count")),
            OutputMode.Append());
    input.add(1, 5, 10, 15);
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(
            row(5L, 4_999_999L, 1L), row(10L, 9_999_999L, 1L), row(15L, 14_999_999L, 1L));
    StateOperators.of(query).total(0, 1).dropped(0, 0);
  }

  // MultiStatefulOperatorsSuite "join with range join on non-time intervals -> window agg, append
  // mode, shouldn't fail"
  @Test
  void windowsOfARangeJoin(StreamHarness harness) {
    MemoryInput<Integer> points = harness.memoryInput(Encoders.INT());
    MemoryInput<Row> ranges =
        harness.memoryInput(new StructType().add("start", IntegerType).add("end", IntegerType));
    Dataset<Row> first =
        points
            .toDF()
            .toDF("value1")
            .withColumn("eventTime1", timestamp_seconds(col("value1")))
            .withColumn("v1", timestamp_seconds(col("value1")))
            .withWatermark("eventTime1", "0 seconds");
    Dataset<Row> second =
        ranges
            .toDF()
            .withColumn("eventTime2Start", timestamp_seconds(col("start")))
            .withColumn("start2", timestamp_seconds(col("start")))
            .withColumn("end2", timestamp_seconds(col("end")))
            .withWatermark("eventTime2Start", "0 seconds");
    TestQuery query =
        harness.start(
            first
                .join(second, expr("v1 >= start2 AND v1 < end2 AND eventTime1 = start2"), "inner")
                .groupBy(window(col("eventTime1"), "5 seconds").as("window"))
                .agg(count("*").as("count"))
                .select(col("window.start").cast("long"), col("count")),
            OutputMode.Append());
    points.add(1, 2, 3, 4);
    ranges.add(row(1, 2), row(2, 3), row(3, 4), row(4, 5));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).total(1, 0).dropped(0, 0);
  }

  // MultiStatefulOperatorsSuite "SPARK-49829 time window agg per each source followed by
  // stream-stream join"
  @Test
  void aJoinOfWindows(StreamHarness harness) {
    MemoryInput<Integer> left = harness.memoryInput(Encoders.INT());
    MemoryInput<Integer> right = harness.memoryInput(Encoders.INT());
    Dataset<Row> first =
        timed(left, "5 seconds")
            .groupBy(window(col("eventTime"), "10 seconds"))
            .agg(sum("value").as("sum_df1"));
    Dataset<Row> second =
        timed(right, "5 seconds")
            .groupBy(window(col("eventTime"), "10 seconds"))
            .agg(sum("value").as("sum_df2"));
    TestQuery query =
        harness.start(
            first
                .join(second, "window")
                .selectExpr("CAST(window.end AS long) AS window_end", "sum_df1", "sum_df2"),
            OutputMode.Append());
    left.add(1, 2, 3, 4, 5);
    right.add(5, 6, 7, 8, 9);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    left.add(11, 12, 13, 14, 15);
    right.add(15, 16, 17, 18, 19);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(10L, 15L, 35L));
    left.add(100);
    right.add(101);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(20L, 65L, 85L));
  }
}
