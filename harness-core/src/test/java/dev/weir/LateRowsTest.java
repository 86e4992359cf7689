package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.session_window;
import static org.apache.spark.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.time.Instant;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which rows each stateful operator dropped, as the job's own code left them. */
@ExtendWith(WithHarness.class)
class LateRowsTest {
  private static final StructType CLICKS = StructType.fromDDL("time timestamp, user string");

  private static Row at(String time, String user) {
    return row(Instant.parse("2024-02-05T" + time + ":00Z"), user);
  }

  private static Dataset<Row> clicks(MemoryInput<Row> input) {
    return input.toDF().withWatermark("time", "10 minutes");
  }

  /** Moves the watermark to 12:10, and then brings one late row with one that is not. */
  private static void lateRow(MemoryInput<Row> clicks, TestQuery query) {
    clicks.add(at("12:20", "b"));
    query.processAllAvailable();
    clicks.add(at("12:03", "a"), at("12:21", "b"));
    query.processAllAvailable();
  }

  @Test
  void ofAWindowedCount(StreamHarness harness) {
    MemoryInput<Row> clicks = harness.memoryInput(CLICKS);
    TestQuery query =
        harness.start(
            clicks(clicks).groupBy(window(col("time"), "5 minutes"), col("user")).count(),
            OutputMode.Append());
    lateRow(clicks, query);
    assertThat(query).lateRows().containsExactlyInAnyOrder(at("12:03", "a"));
    assertThat(query).hasLateRows(1);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(query).lateRows().isEmpty())
        .withMessageContaining("Query 'query-1', append mode, late rows of operator 0, input 0")
        .withMessageContaining("Expecting no rows, but there was 1.");
  }

  /**
   * Fact 15: the filter uses the watermark of the batch before, so a batch is not late to itself.
   */
  @Test
  void ofTheBatchThatMovesTheWatermarkNoneIsLate(StreamHarness harness) {
    MemoryInput<Row> clicks = harness.memoryInput(CLICKS);
    TestQuery query =
        harness.start(
            clicks(clicks).groupBy(window(col("time"), "5 minutes")).count(), OutputMode.Update());
    clicks.add(at("12:20", "b"), at("12:03", "a"));
    query.processAllAvailable();
    assertThat(query).watermark().isEqualTo("2024-02-05T12:10:00Z");
    assertThat(query).lateRows().isEmpty();
    assertThat(query).hasLateRows(0);
  }

  /** Fact 15: a complete result never drops a row. */
  @Test
  void ofACompleteResultThereIsNone(StreamHarness harness) {
    MemoryInput<Row> clicks = harness.memoryInput(CLICKS);
    TestQuery query = harness.start(clicks(clicks).groupBy("user").count(), OutputMode.Complete());
    lateRow(clicks, query);
    assertThat(query).table().containsExactlyInAnyOrder(row("a", 1L), row("b", 2L));
    assertThat(query).lateRows().isEmpty();
    assertThat(query).hasLateRows(0);
  }

  /** Spark counts groups there, of which one task has one; the rows are named one by one. */
  @Test
  void thatATaskHasGroupedAreNamedOneByOne(StreamHarness harness) {
    MemoryInput<Row> clicks = harness.memoryInput(CLICKS);
    TestQuery query =
        harness.start(
            clicks(clicks).groupBy(window(col("time"), "5 minutes")).count(), OutputMode.Update());
    lateRow(clicks, query);
    clicks.add(at("12:01", "c"), at("12:02", "d"));
    query.processAllAvailable();
    Assertions.assertThat(query.lateRowCount()).isEqualTo(2);
    assertThat(query).lateRows().hasSize(3);
  }

  @Test
  void ofADeduplication(StreamHarness harness) {
    MemoryInput<Row> clicks = harness.memoryInput(CLICKS);
    TestQuery query =
        harness.start(clicks(clicks).dropDuplicates("time", "user"), OutputMode.Append());
    lateRow(clicks, query);
    assertThat(query).lateRows().containsExactlyInAnyOrder(at("12:03", "a"));
  }

  @Test
  @SinceSpark(value = "3.5", reason = "there is no dropDuplicatesWithinWatermark (SPARK-42931)")
  void ofADeduplicationWithinTheWatermark(StreamHarness harness) {
    MemoryInput<Row> clicks = harness.memoryInput(CLICKS);
    TestQuery query =
        harness.start(clicks(clicks).dropDuplicatesWithinWatermark("user"), OutputMode.Append());
    lateRow(clicks, query);
    assertThat(query).lateRows().containsExactlyInAnyOrder(at("12:03", "a"));
  }

  @Test
  void ofASessionWindow(StreamHarness harness) {
    MemoryInput<Row> clicks = harness.memoryInput(CLICKS);
    TestQuery query =
        harness.start(
            clicks(clicks).groupBy(session_window(col("time"), "5 minutes"), col("user")).count(),
            OutputMode.Append());
    lateRow(clicks, query);
    assertThat(query).lateRows().hasSize(1);
    Assertions.assertThat(query.lateRows().rows().get(0).toString()).contains("a");
  }

  @Test
  void ofAStateWithAnEventTimeTimeout(StreamHarness harness) {
    MemoryInput<Row> clicks = harness.memoryInput(CLICKS);
    FlatMapGroupsWithStateFunction<String, Row, Integer, String> nothing =
        (user, rows, state) -> List.<String>of().iterator();
    TestQuery query =
        harness.start(
            clicks(clicks)
                .groupByKey((MapFunction<Row, String>) r -> r.getString(1), Encoders.STRING())
                .flatMapGroupsWithState(
                    nothing,
                    OutputMode.Append(),
                    Encoders.INT(),
                    Encoders.STRING(),
                    GroupStateTimeout.EventTimeTimeout()),
            OutputMode.Append());
    lateRow(clicks, query);
    assertThat(query).lateRows().containsExactlyInAnyOrder(at("12:03", "a"));
    assertThat(query).hasLateRows(1);
  }

  @Test
  void ofEachSideOfAJoin(StreamHarness harness) {
    MemoryInput<Row> left = harness.memoryInput(CLICKS);
    MemoryInput<Row> right = harness.memoryInput(CLICKS);
    TestQuery query =
        harness.start(
            "joined",
            clicks(left)
                .as("l")
                .join(
                    clicks(right).as("r"),
                    expr(
                        "l.user = r.user and l.time between r.time - interval 1 hour and r.time"
                            + " + interval 1 hour")),
            OutputMode.Append());
    left.add(at("12:20", "b"));
    right.add(at("12:20", "b"));
    query.processAllAvailable();
    left.add(at("12:03", "a"));
    query.processAllAvailable();
    assertThat(query).lateRows().containsExactlyInAnyOrder(at("12:03", "a"));
    right.add(at("12:04", "c"));
    query.processAllAvailable();
    assertThatThrownBy(query::lateRows)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Query 'joined' has dropped late rows in several places: operator 0, input 0 (1 row),"
                + " operator 0, input 1 (1 row). Ask for those of one: lateRows(operator, input)."
                + " See docs/errors/late-rows.md");
    assertThat(query).lateRows(0, 0).containsExactlyInAnyOrder(at("12:03", "a"));
    assertThat(query).lateRows(0, 1).containsExactlyInAnyOrder(at("12:04", "c"));
    assertThatThrownBy(() -> query.lateRows(1, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Query 'joined' has no operator 1 that drops late rows of its input 0, but: operator 0,"
                + " input 0 (1 row), operator 0, input 1 (1 row). See docs/errors/late-rows.md");
  }

  /** Each of two operators has late rows of its own. */
  @Test
  @SinceSpark(value = "3.4", reason = "window() takes no window")
  void ofTheFirstOfTwoAggregations(StreamHarness harness) {
    MemoryInput<Row> clicks = harness.memoryInput(CLICKS);
    TestQuery query =
        harness.start(
            clicks(clicks)
                .groupBy(window(col("time"), "5 minutes"), col("user"))
                .count()
                .groupBy(window(col("window"), "10 minutes"))
                .count(),
            OutputMode.Append());
    lateRow(clicks, query);
    assertThat(query).lateRows().containsExactlyInAnyOrder(at("12:03", "a"));
  }

  /** The batch is computed twice, and its late rows are the same ones. */
  @Test
  void ofABatchThatIsReadTwiceCountOnce(StreamHarness harness) {
    MemoryInput<Row> clicks = harness.memoryInput(CLICKS);
    TestQuery query =
        harness.start(
            clicks(clicks)
                .dropDuplicates("time", "user")
                .writeStream()
                .foreachBatch(
                    (VoidFunction2<Dataset<Row>, Long>)
                        (batch, id) -> {
                          batch.count();
                          batch.collectAsList();
                        }));
    lateRow(clicks, query);
    assertThat(query).lateRows().containsExactlyInAnyOrder(at("12:03", "a"));
  }
}
