package dev.weir.parity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.window;
import static org.apache.spark.sql.types.DataTypes.IntegerType;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Two inputs and their join, in the shapes that Spark's suites of joins share.
 *
 * @param <T> what the inputs are given
 */
record Joined<T>(MemoryInput<T> left, MemoryInput<T> right, Dataset<Row> result) {
  static final StructType KEY_AND_SECOND =
      new StructType().add("key", IntegerType).add("second", IntegerType);

  /** A number is the key, the second of its event, and with a factor the value. */
  private static Dataset<Row> events(MemoryInput<Integer> numbers, String side, int factor) {
    return numbers
        .toDF()
        .select(
            col("value").as("key"),
            timestamp_seconds(col("value")).as(side + "Time"),
            col("value").multiply(factor).as(side + "Value"))
        .withWatermark(side + "Time", "10 seconds")
        .select(
            col("key"), window(col(side + "Time"), "10 seconds").as("window"), col(side + "Value"));
  }

  /** As join takes them in each version; one with an array is in Spark 3.4 and later. */
  static Seq<String> columns(String... names) {
    return JavaConverters.asScalaBuffer(List.of(names)).toSeq();
  }

  /** Joins equal keys of one window of ten seconds. */
  static Joined<Integer> inWindows(StreamHarness harness, String type) {
    MemoryInput<Integer> left = harness.memoryInput("left", Encoders.INT());
    MemoryInput<Integer> right = harness.memoryInput("right", Encoders.INT());
    Dataset<Row> joined =
        events(left, "left", 2).join(events(right, "right", 3), columns("key", "window"), type);
    Column end = col("window.end").cast("long");
    return new Joined<>(
        left,
        right,
        type.equals("left_semi")
            ? joined.select(col("key"), end, col("leftValue"))
            : joined.select(col("key"), end, col("leftValue"), col("rightValue")));
  }

  /**
   * Joins equal keys of one window if a condition on the values holds too. The values of the right
   * side are strings, so that a null row of the wrong side would be seen.
   */
  static Joined<Integer> inWindowsIf(String condition, StreamHarness harness, String type) {
    MemoryInput<Integer> leftInput = harness.memoryInput("left", Encoders.INT());
    MemoryInput<Integer> rightInput = harness.memoryInput("right", Encoders.INT());
    Dataset<Row> left = events(leftInput, "left", 2);
    Dataset<Row> right =
        events(rightInput, "right", 3).withColumn("rightValue", col("rightValue").cast("string"));
    Dataset<Row> joined =
        left.join(
            right,
            left.col("key")
                .equalTo(right.col("key"))
                .and(left.col("window").equalTo(right.col("window")))
                .and(expr(condition)),
            type);
    Dataset<Row> keySide = type.equals("right_outer") ? right : left;
    return new Joined<>(
        leftInput,
        rightInput,
        joined.select(
            keySide.col("key"),
            keySide.col("window.end").cast("long"),
            col("leftValue"),
            col("rightValue")));
  }

  /** Joins equal keys whose events are at most five seconds apart. */
  static Joined<Row> withinFiveSeconds(StreamHarness harness, String type) {
    MemoryInput<Row> left = harness.memoryInput(KEY_AND_SECOND);
    MemoryInput<Row> right = harness.memoryInput(KEY_AND_SECOND);
    return new Joined<>(
        left,
        right,
        timed(left, "left", "10 seconds")
            .join(
                timed(right, "right", "10 seconds"),
                expr(
                    "leftKey = rightKey AND leftTime BETWEEN rightTime - interval 5 seconds"
                        + " AND rightTime + interval 5 seconds"),
                type)
            .select(
                col("leftKey"),
                col("rightKey"),
                col("leftTime").cast("int"),
                col("rightTime").cast("int")));
  }

  /** Keys with their times, under names of their side. */
  static Dataset<Row> timed(MemoryInput<Row> events, String side, String delay) {
    return events
        .toDF()
        .select(col("key").as(side + "Key"), timestamp_seconds(col("second")).as(side + "Time"))
        .withWatermark(side + "Time", delay);
  }
}
