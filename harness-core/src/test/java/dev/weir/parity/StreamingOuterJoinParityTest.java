package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.timestamp_seconds;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports Spark's StreamingOuterJoinSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class StreamingOuterJoinParityTest {

  // StreamingOuterJoinSuite "windowed left outer join"
  @Test
  void leftInWindows(StreamHarness harness) {
    innerThenUnmatched(harness, "left_outer", row(1, 10L, 2, null), row(2, 10L, 4, null));
  }

  // StreamingOuterJoinSuite "windowed right outer join"
  @Test
  void rightInWindows(StreamHarness harness) {
    innerThenUnmatched(harness, "right_outer", row(6, 10L, null, 18), row(7, 10L, null, 21));
  }

  private static void innerThenUnmatched(StreamHarness harness, String type, Object... unmatched) {
    Joined<Integer> join = Joined.inWindows(harness, type);
    TestQuery query = harness.start(join.result(), OutputMode.Append());
    StateRows state = StateRows.of(query);

    join.left().add(1, 2, 3, 4, 5);
    join.right().add(3, 4, 5, 6, 7);
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(row(3, 10L, 6, 9), row(4, 10L, 8, 12), row(5, 10L, 10, 15));

    // The watermark becomes 11, and the batch without data finds who has met nobody.
    join.left().add(21);
    join.right().add(22);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(unmatched);
    assertThat(query).lastStep().ranNoDataBatch();
    state.are(2, 12);

    join.left().add(22);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(22, 30L, 44, 66));
    state.are(3, 1);
  }

  // StreamingOuterJoinSuite "left outer early state exclusion on left"
  @Test
  void aRowThatCannotMatchIsEmittedAtOnce(StreamHarness harness) {
    Joined<Integer> join = Joined.inWindowsIf("leftValue > 4", harness, "left_outer");
    TestQuery query = harness.start(join.result(), OutputMode.Append());
    StateRows state = StateRows.of(query);

    join.left().add(1, 2, 3);
    join.right().add(3, 4, 5);
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(row(3, 10L, 6, "9"), row(1, 10L, 2, null), row(2, 10L, 4, null));
    state.are(4, 4);
    // They are not emitted again when the watermark passes them.
    join.left().add(20);
    join.right().add(21);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    join.right().add(20);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(20, 30L, 40, "60"));
  }

  // StreamingOuterJoinSuite "left outer with watermark range condition"
  @Test
  void leftByATimeRange(StreamHarness harness) {
    byATimeRange(harness, "left_outer", row(3, null, 5, null));
  }

  // StreamingOuterJoinSuite "right outer with watermark range condition"
  @Test
  void rightByATimeRange(StreamHarness harness) {
    byATimeRange(harness, "right_outer", row(null, 2, null, 5));
  }

  private static void byATimeRange(StreamHarness harness, String type, Row unmatched) {
    Joined<Row> join = Joined.withinFiveSeconds(harness, type);
    TestQuery query = harness.start(join.result(), OutputMode.Append());
    StateRows state = StateRows.of(query);

    join.left().add(row(1, 5), row(3, 5));
    query.processAllAvailable();
    assertThat(query).changeLog().isEmpty();
    join.right().add(row(1, 10), row(2, 5));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(1, 1, 5, 10));
    join.right().add(row(1, 11));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    state.are(5, 5);

    join.left().add(row(1, 7), row(1, 30));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(1, 1, 7, 10), row(1, 1, 7, 11));
    state.are(7, 2);
    // The watermark becomes 20.
    join.right().add(row(0, 30));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(unmatched);
    state.are(2, 1);
  }

  // StreamingOuterJoinSuite
  // "SPARK-26187 self left outer join should not return outer nulls for already matched rows"
  @Test
  void aRowOfASelfJoinThatHasMatchedIsNotUnmatchedLater(StreamHarness harness) {
    MemoryInput<Row> events = harness.memoryInput(Joined.KEY_AND_SECOND);
    Dataset<Row> joined =
        events
            .toDF()
            .select(col("key").as("leftId"), timestamp_seconds(col("second")).as("leftTime"))
            .withWatermark("leftTime", "5 seconds")
            .join(
                events
                    .toDF()
                    .where("key % 2 = 0")
                    .select(
                        col("key").as("rightId"), timestamp_seconds(col("second")).as("rightTime"))
                    .withWatermark("rightTime", "5 seconds"),
                expr(
                    "leftId = rightId AND rightTime >= leftTime"
                        + " AND rightTime <= leftTime + interval 5 seconds"),
                "left_outer")
            .select(
                col("leftId"),
                col("leftTime").cast("int"),
                col("rightId"),
                col("rightTime").cast("int"));
    TestQuery query = harness.start(joined, OutputMode.Append());
    StateRows state = StateRows.of(query);

    events.add(row(1, 1), row(2, 2), row(3, 3), row(4, 4), row(5, 5));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(2, 2, 2, 2), row(4, 4, 4, 4));
    state.are(7, 7);
    events.add(row(6, 6), row(7, 7), row(8, 8), row(9, 9), row(10, 10));
    query.processAllAvailable();
    // 2 and 4 have left the right side only: the left side waits five seconds longer.
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(row(6, 6, 6, 6), row(8, 8, 8, 8), row(10, 10, 10, 10));
    state.are(13, 8);
    events.add(row(11, 11), row(12, 12), row(13, 13), row(14, 14), row(15, 15));
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(
            row(12, 12, 12, 12), row(14, 14, 14, 14), row(1, 1, null, null), row(3, 3, null, null));
    state.are(15, 7);
  }
}
