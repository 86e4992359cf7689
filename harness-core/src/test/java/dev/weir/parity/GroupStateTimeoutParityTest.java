package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static java.time.Duration.ofSeconds;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.timestamp_seconds;

import dev.weir.HarnessOptions;
import dev.weir.LocalSpark;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.internal.spark.SparkLine;
import dev.weir.query.TestQuery;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StateOperatorProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports the timeouts of Spark's FlatMapGroupsWithStateSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class GroupStateTimeoutParityTest {
  private static final StructType KEY_AND_SECOND =
      new StructType().add("key", "string").add("second", "int");

  /** The count of each key; -1 ten seconds after its last row. */
  private static Dataset<Row> countsWithTimeout(MemoryInput<String> keys) {
    FlatMapGroupsWithStateFunction<String, String, Long, Row> function =
        (key, values, state) -> {
          if (state.hasTimedOut()) {
            state.remove();
            return List.of(row(key, "-1")).iterator();
          }
          long count = state.exists() ? state.get() : 0;
          for (; values.hasNext(); values.next()) {
            count++;
          }
          state.update(count);
          state.setTimeoutDuration("10 seconds");
          return List.of(row(key, Long.toString(count))).iterator();
        };
    return keys.toDS()
        .groupByKey((MapFunction<String, String>) key -> key, Encoders.STRING())
        .flatMapGroupsWithState(
            function,
            OutputMode.Update(),
            Encoders.LONG(),
            SparkLine.current()
                .rowEncoder(new StructType().add("key", "string").add("count", "string")),
            GroupStateTimeout.ProcessingTimeTimeout());
  }

  private static TestQuery startEachSecond(StreamHarness harness, Dataset<Row> result) {
    return harness.start(
        result
            .writeStream()
            .outputMode(OutputMode.Update())
            .trigger(Trigger.ProcessingTime("1 second"))
            .format("noop")
            .option("checkpointLocation", "each-second"));
  }

  // FlatMapGroupsWithStateSuite
  // "flatMapGroupsWithState - streaming with processing time timeout"
  @Test
  void ofProcessingTime(LocalSpark spark) {
    HarnessOptions atEpoch = HarnessOptions.defaults().withClockStartingAt(Instant.EPOCH);
    try (StreamHarness harness = StreamHarness.over(spark.newSession(), atEpoch)) {
      MemoryInput<String> keys = harness.memoryInput(Encoders.STRING());
      Dataset<Row> result = countsWithTimeout(keys);

      // Time that is moved by many seconds fires each second's trigger here, and only the last one
      // with Spark's manual clock. So a row is processed in the first of these seconds.
      TestQuery query = startEachSecond(harness, result);
      StateRows state = StateRows.of(query);
      keys.add("a");
      query.advanceTime(ofSeconds(1));
      assertThat(query).newRows().containsExactlyInAnyOrder(row("a", "1"));
      state.are(1, 1);
      keys.add("b");
      query.advanceTime(ofSeconds(1));
      assertThat(query).newRows().containsExactlyInAnyOrder(row("b", "1"));
      state.are(2, 1);
      keys.add("b");
      query.advanceTime(ofSeconds(10));
      assertThat(query).newRows().containsExactlyInAnyOrder(row("a", "-1"), row("b", "2"));
      state.are(1, 1, 0, 1);
      query.stop();

      TestQuery second = startEachSecond(harness, result);
      StateRows secondState = StateRows.of(second);
      keys.add("c");
      second.advanceTime(ofSeconds(11));
      assertThat(second).newRows().containsExactlyInAnyOrder(row("b", "-1"), row("c", "1"));
      secondState.are(1, 1, 0, 1);
      second.advanceTime(ofSeconds(12));
      Assertions.assertThat(harness.now()).isEqualTo("1970-01-01T00:00:35Z");
      Assertions.assertThat(second.lastProgress().orElseThrow().timestamp())
          .isEqualTo("1970-01-01T00:00:35.000Z");
      assertThat(second).newRows().containsExactlyInAnyOrder(row("c", "-1"));
      secondState.are(0, 0, 0, 1);
    }
  }

  /** The newest second of each key; -1 when the watermark is five seconds beyond it. */
  private static Dataset<Row> newestSecond(MemoryInput<Row> events) {
    FlatMapGroupsWithStateFunction<String, Row, Long, Row> function =
        (key, values, state) -> {
          if (state.hasTimedOut()) {
            state.remove();
            return List.of(row(key, -1)).iterator();
          }
          long newest = newest(values, state.exists() ? state.get() : 0);
          state.update(newest);
          state.setTimeoutTimestamp((newest + 5) * 1000);
          return List.of(row(key, (int) newest)).iterator();
        };
    return events
        .toDF()
        .select(col("key"), timestamp_seconds(col("second")).as("eventTime"))
        .withWatermark("eventTime", "10 seconds")
        .groupByKey((MapFunction<Row, String>) event -> event.getString(0), Encoders.STRING())
        .flatMapGroupsWithState(
            function,
            OutputMode.Update(),
            Encoders.LONG(),
            SparkLine.current().rowEncoder(KEY_AND_SECOND),
            GroupStateTimeout.EventTimeTimeout());
  }

  private static long newest(Iterator<Row> events, long atLeast) {
    long newest = atLeast;
    while (events.hasNext()) {
      newest = Math.max(newest, events.next().getTimestamp(1).getTime() / 1000);
    }
    return newest;
  }

  // FlatMapGroupsWithStateSuite
  // "flatMapGroupsWithState - streaming w/ event time timeout + watermark"
  @Test
  void ofEventTime(StreamHarness harness) {
    MemoryInput<Row> events = harness.memoryInput(KEY_AND_SECOND);
    TestQuery query = harness.start(newestSecond(events), OutputMode.Update());

    events.add(row("a", 11), row("a", 13), row("a", 15));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("a", 15));
    assertThat(query).watermark().isEqualTo("1970-01-01T00:00:05Z");
    events.add(row("a", 4));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    events.add(row("a", 10));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("a", 15));
    // The watermark becomes 21, and the timeout of "a" was 20.
    events.add(row("b", 31));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("a", -1), row("b", 31));
    assertThat(query).watermark().isEqualTo("1970-01-01T00:00:21Z");
  }

  // FlatMapGroupsWithStateSuite
  // "SPARK-35896: metrics in StateOperatorProgress are output correctly"
  @Test
  void itsMetrics(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.shuffle.partitions", "3");
    MemoryInput<Row> events = harness.memoryInput(KEY_AND_SECOND);
    TestQuery query = harness.start(newestSecond(events), OutputMode.Update());
    StateRows state = StateRows.of(query);

    events.add(row("a", 11), row("a", 13), row("a", 15));
    query.processAllAvailable();
    state.are(1, 1, 0, 0);
    events.add(row("a", 4));
    query.processAllAvailable();
    // The suite does not look here: a late row of this operator is counted.
    state.are(1, 0, 1, 0);
    StateOperatorProgress operator = query.lastProgress().orElseThrow().stateOperators()[0];
    Assertions.assertThat(operator.operatorName()).isEqualTo("flatMapGroupsWithState");
    Assertions.assertThat(operator.numShufflePartitions()).isEqualTo(3);
    Assertions.assertThat(operator.numStateStoreInstances()).isEqualTo(3);
    events.add(row("a", 10));
    query.processAllAvailable();
    events.add(row("b", 31));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("a", -1));
    state.are(1, 2, 0, 1);
  }
}
