package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.window;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import dev.weir.SinceSpark;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports the joins by intervals of Spark's MultiStatefulOperatorsSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
@SinceSpark(value = "3.5", reason = "several stateful operators were not all allowed (SPARK-42376)")
class MultiStatefulIntervalJoinParityTest {
  private static final StructType NAME_AND_TIME =
      new StructType().add("id", StringType).add("timestamp", TimestampType);

  private static Instant at(String time) {
    return Instant.parse("2023-01-01T" + time + "Z");
  }

  private static Row event(String id, String time) {
    return row(id, at(time));
  }

  private static Dataset<Row> timed(MemoryInput<Row> input, String id, String time) {
    return input.toDF().toDF(id, time).withWatermark(time, "0 seconds");
  }

  /** Counts the rows of an outer join by the time of the side that keeps all its rows. */
  private static void countsWhatFoundNoMatchToo(
      StreamHarness harness,
      MemoryInput<Row> kept,
      MemoryInput<Row> other,
      Dataset<Row> joined,
      String keptTime) {
    Dataset<Row> counts =
        joined
            .groupBy(window(col(keptTime), "10 minutes"))
            .agg(count("*").as("cnt"))
            .select(col("window.start"), col("window.end"), col("cnt"));
    TestQuery query = harness.start(counts, OutputMode.Append());
    kept.add(event("1", "01:00:10"), event("2", "01:00:30"));
    other.add(event("1", "01:00:20"));
    query.processAllAvailable();
    assertThat(query).changeLog().isEmpty();
    assertThat(query).watermark().isEqualTo(at("01:00:20"));

    kept.add(event("5", "01:15:00"));
    other.add(event("6", "01:15:00"));
    query.processAllAvailable();
    assertThat(query).changeLog().isEmpty();
    assertThat(query).watermark().isEqualTo(at("01:15:00"));

    // An hour and a minute later nothing can match what is left of the first rows.
    kept.add(event("5", "02:16:00"));
    other.add(event("6", "02:16:00"));
    query.processAllAvailable();
    assertThat(query)
        .changeLog()
        .containsExactlyInAnyOrder(row(at("01:00:00"), at("01:10:00"), 2L));
    assertThat(query).watermark().isEqualTo(at("02:16:00"));
  }

  private static Dataset<Row> join(MemoryInput<Row> left, MemoryInput<Row> right, String type) {
    return timed(left, "id1", "timestamp1")
        .join(
            timed(right, "id2", "timestamp2"),
            expr(
                "id1 = id2 AND timestamp1 BETWEEN"
                    + " timestamp2 - INTERVAL 1 hour AND timestamp2 + INTERVAL 1 hour"),
            type);
  }

  // MultiStatefulOperatorsSuite "stream-stream time interval left outer join -> aggregation, append
  // mode"
  @Test
  void leftOuter(StreamHarness harness) {
    MemoryInput<Row> left = harness.memoryInput(NAME_AND_TIME);
    MemoryInput<Row> right = harness.memoryInput(NAME_AND_TIME);
    countsWhatFoundNoMatchToo(harness, left, right, join(left, right, "leftOuter"), "timestamp1");
  }

  // MultiStatefulOperatorsSuite "stream-stream time interval right outer join -> aggregation,
  // append
  // mode"
  @Test
  void rightOuter(StreamHarness harness) {
    MemoryInput<Row> left = harness.memoryInput(NAME_AND_TIME);
    MemoryInput<Row> right = harness.memoryInput(NAME_AND_TIME);
    countsWhatFoundNoMatchToo(harness, right, left, join(left, right, "rightOuter"), "timestamp2");
  }
}
