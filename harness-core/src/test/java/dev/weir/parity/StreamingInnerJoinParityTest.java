package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.window;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports Spark's StreamingInnerJoinSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class StreamingInnerJoinParityTest {

  private static Dataset<Row> multiplied(MemoryInput<Integer> numbers, String name, int factor) {
    return numbers.toDF().select(col("value").as("key"), col("value").multiply(factor).as(name));
  }

  // StreamingInnerJoinSuite "stream stream inner join on non-time column"
  @Test
  void onAColumnThatIsNoTime(StreamHarness harness) {
    MemoryInput<Integer> left = harness.memoryInput(Encoders.INT());
    MemoryInput<Integer> right = harness.memoryInput(Encoders.INT());
    Dataset<Row> joined =
        multiplied(left, "leftValue", 2).join(multiplied(right, "rightValue", 3), "key");

    TestQuery query = Checkpointed.start(harness, joined, OutputMode.Append());
    left.add(1);
    query.processAllAvailable();
    assertThat(query).changeLog().isEmpty();
    right.add(1, 10);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(1, 2, 3));
    left.add(10);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(10, 20, 30));
    right.add(1);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(1, 2, 3));
    query.stop();

    TestQuery second = Checkpointed.start(harness, joined, OutputMode.Append());
    left.add(1);
    second.processAllAvailable();
    assertThat(second).newRows().containsExactlyInAnyOrder(row(1, 2, 3), row(1, 2, 3));
    second.stop();

    TestQuery third = Checkpointed.start(harness, joined, OutputMode.Append());
    left.add(100);
    right.add(100);
    third.processAllAvailable();
    assertThat(third).newRows().containsExactlyInAnyOrder(row(100, 200, 300));
  }

  // StreamingInnerJoinSuite "stream stream inner join on windows - with watermark"
  @Test
  void inWindowsStateIsEvictedBehindTheWatermark(StreamHarness harness) {
    MemoryInput<Integer> left = harness.memoryInput(Encoders.INT());
    MemoryInput<Integer> right = harness.memoryInput(Encoders.INT());
    Dataset<Row> joined =
        inWindows(timed(left, "leftValue", 2).withWatermark("timestamp", "10 seconds"), "leftValue")
            .join(
                inWindows(timed(right, "rightValue", 3), "rightValue"),
                Joined.columns("key", "window"))
            .select(
                col("key"), col("window.end").cast("long"), col("leftValue"), col("rightValue"));

    TestQuery query = Checkpointed.start(harness, joined, OutputMode.Append());
    StateRows state = StateRows.of(query);
    left.add(1);
    query.processAllAvailable();
    assertThat(query).changeLog().isEmpty();
    state.are(1, 1);
    right.add(1);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(row(1, 10L, 2, 3));
    state.are(2, 1);
    query.stop();

    TestQuery second = Checkpointed.start(harness, joined, OutputMode.Append());
    StateRows secondState = StateRows.of(second);
    left.add(25);
    second.processAllAvailable();
    assertThat(second).newRows().isEmpty();
    // The watermark is 15, so the batch without data has removed both rows of the first window.
    secondState.are(1, 1);
    right.add(25);
    second.processAllAvailable();
    assertThat(second).newRows().containsExactlyInAnyOrder(row(25, 30L, 50, 75));
    secondState.are(2, 1);
    second.stop();

    TestQuery third = Checkpointed.start(harness, joined, OutputMode.Append());
    StateRows thirdState = StateRows.of(third);
    // The right side has no watermark of its own: its late row is not dropped, but not kept either.
    right.add(1);
    third.processAllAvailable();
    assertThat(third).newRows().isEmpty();
    thirdState.are(2, 0);
    left.add(5);
    third.processAllAvailable();
    assertThat(third).newRows().isEmpty();
    thirdState.are(2, 0, 1);
    assertThat(third).hasLateRows(1);
  }

  private static Dataset<Row> timed(MemoryInput<Integer> numbers, String name, int factor) {
    return multiplied(numbers, name, factor).withColumn("timestamp", timestamp_seconds(col("key")));
  }

  private static Dataset<Row> inWindows(Dataset<Row> timed, String name) {
    return timed.select(col("key"), window(col("timestamp"), "10 seconds").as("window"), col(name));
  }

  private static TestQuery startByRange(
      StreamHarness harness, Dataset<Row> left, Dataset<Row> right, String range) {
    return harness.start(
        left.join(right, expr("leftKey = rightKey AND " + range))
            .select(col("leftKey"), col("leftTime").cast("int"), col("rightTime").cast("int")),
        OutputMode.Append());
  }

  // StreamingInnerJoinSuite
  // "stream stream inner join with time range - with watermark - one side condition"
  @Test
  void byATimeRangeThatBoundsOneSide(StreamHarness harness) {
    MemoryInput<Row> left = harness.memoryInput(Joined.KEY_AND_SECOND);
    MemoryInput<Row> right = harness.memoryInput(Joined.KEY_AND_SECOND);
    TestQuery query =
        startByRange(
            harness,
            Joined.timed(left, "left", "10 seconds"),
            Joined.timed(right, "right", "10 seconds"),
            "leftTime < rightTime - interval 5 seconds");
    StateRows state = StateRows.of(query);

    left.add(row(1, 5));
    query.processAllAvailable();
    assertThat(query).changeLog().isEmpty();
    right.add(row(1, 11));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(1, 5, 11));
    right.add(row(1, 10));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    state.are(3, 3);

    left.add(row(1, 3), row(1, 30));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(1, 3, 10), row(1, 3, 11));
    state.are(5, 2);
    // The watermark becomes 20: a right row up to 25 has nothing to wait for any more.
    right.add(row(0, 30));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    state.are(4, 1);

    // 20 is late; 21 finds the rows of the left side, but is not kept; 28 is.
    right.add(row(1, 20), row(1, 21), row(1, 28));
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(row(1, 3, 21), row(1, 5, 21), row(1, 3, 28), row(1, 5, 28));
    state.are(5, 1, 1);
    left.add(row(1, 20), row(1, 21));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(1, 21, 28));
    state.are(6, 1, 1);
  }

  // StreamingInnerJoinSuite
  // "stream stream inner join with time range - with watermark - two side conditions"
  @Test
  void byATimeRangeThatBoundsBothSides(StreamHarness harness) {
    MemoryInput<Row> left = harness.memoryInput(Joined.KEY_AND_SECOND);
    MemoryInput<Row> right = harness.memoryInput(Joined.KEY_AND_SECOND);
    TestQuery query =
        startByRange(
            harness,
            Joined.timed(left, "left", "20 seconds"),
            Joined.timed(right, "right", "30 seconds"),
            "leftTime BETWEEN rightTime - interval 10 seconds AND rightTime + interval 5 seconds");
    StateRows state = StateRows.of(query);

    left.add(row(1, 20));
    query.processAllAvailable();
    assertThat(query).changeLog().isEmpty();
    right.add(row(1, 14), row(1, 15), row(1, 25), row(1, 26), row(1, 30), row(1, 31));
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(row(1, 20, 15), row(1, 20, 25), row(1, 20, 26), row(1, 20, 30));
    state.are(7, 7);

    right.add(row(1, 60));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    left.add(row(1, 49), row(1, 50), row(1, 65), row(1, 66));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(1, 50, 60), row(1, 65, 60));
    // The watermark is 30, the lower one of both sides: 14 and 15 are gone from the right.
    assertThat(query).watermark().isEqualTo("1970-01-01T00:00:30Z");
    state.are(10, 5);

    left.add(row(1, 30), row(1, 31));
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(row(1, 31, 26), row(1, 31, 30), row(1, 31, 31));
    state.are(11, 1, 1);

    right.add(row(1, 80));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    assertThat(query).watermark().isEqualTo("1970-01-01T00:00:46Z");
    state.are(6, 1);

    right.add(row(1, 46), row(1, 50));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(1, 49, 50), row(1, 50, 50));
    state.are(7, 1, 1);
  }

  // StreamingInnerJoinSuite "stream stream self join"
  @Test
  void ofAStreamWithItself(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    Dataset<Row> keyed = numbers.toDF().select(expr("value % 5 AS key"), col("value"));
    Dataset<Row> again = numbers.toDF().select(expr("value % 5 AS key"), col("value"));
    Dataset<Row> joined = keyed.join(again, "key");

    TestQuery query = Checkpointed.start(harness, joined, OutputMode.Append());
    numbers.add(1, 2);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(row(1, 1, 1), row(2, 2, 2));
    query.stop();

    TestQuery second = Checkpointed.start(harness, joined, OutputMode.Append());
    numbers.add(3, 6);
    second.processAllAvailable();
    // A restarted query records anew; Spark's suite keeps its sink, and so the two rows from above.
    assertThat(second)
        .changeLog()
        .containsExactlyInAnyOrder(row(3, 3, 3), row(1, 1, 6), row(1, 6, 1), row(1, 6, 6));
  }

  // StreamingInnerJoinSuite "join between three streams"
  @Test
  void ofThreeStreams(StreamHarness harness) {
    MemoryInput<Integer> left = harness.memoryInput(Encoders.INT());
    MemoryInput<Integer> middle = harness.memoryInput(Encoders.INT());
    MemoryInput<Integer> right = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            left.toDF()
                .selectExpr("value AS leftKey", "value * 2 AS leftValue")
                .join(
                    middle.toDF().selectExpr("value AS middleKey", "value * 3 AS middleValue"),
                    expr("leftKey = middleKey"))
                .join(
                    right.toDF().selectExpr("value AS rightKey", "value * 5 AS rightValue"),
                    expr("rightKey = middleKey")),
            OutputMode.Append());
    left.add(1, 5);
    middle.add(1, 5, 10);
    right.add(5, 10);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(5, 10, 5, 15, 5, 25));
  }

  // StreamingInnerJoinSuite "joining nullable left join key with nullable right join key"
  @Test
  void nullKeysMeetIfTheConditionSaysSo(StreamHarness harness) {
    MemoryInput<Row> left = harness.memoryInput(new StructType().add("value", "int"));
    MemoryInput<Row> right = harness.memoryInput(new StructType().add("value", "int"));
    TestQuery query =
        harness.start(
            left.toDF()
                .selectExpr("value AS leftKey", "value * 2 AS leftValue")
                .join(
                    right.toDF().selectExpr("value AS rightKey", "value * 3 AS rightValue"),
                    expr("leftKey <=> rightKey"))
                .select("leftKey", "rightKey", "leftValue", "rightValue"),
            OutputMode.Append());
    left.add(row(1), row(5), row(10), row((Object) null));
    right.add(row(1), row(5), row((Object) null));
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(row(1, 1, 2, 3), row(5, 5, 10, 15), row(null, null, null, null));
  }
}
