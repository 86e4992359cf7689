package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.SinceSpark;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.internal.spark.SparkLine;
import dev.weir.query.TestQuery;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsWithStateFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.GroupState;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports Spark's FlatMapGroupsWithStateSuite, as far as it has no timeouts. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class FlatMapGroupsWithStateParityTest {
  private static final StructType KEY_AND_COUNT =
      new StructType().add("key", "string").add("count", "string");

  private static KeyValueGroupedDataset<String, String> byValue(MemoryInput<String> keys) {
    return keys.toDS().groupByKey((MapFunction<String, String>) key -> key, Encoders.STRING());
  }

  private static long count(Iterator<String> values, GroupState<Long> state) {
    long count = state.exists() ? state.get() : 0;
    for (; values.hasNext(); values.next()) {
      count++;
    }
    return count;
  }

  /** Counts to two; the third forgets the key. */
  private static Dataset<Row> countsToTwo(
      MemoryInput<String> keys, OutputMode mode, List<Row> atThree) {
    FlatMapGroupsWithStateFunction<String, String, Long, Row> function =
        (key, values, state) -> {
          long count = count(values, state);
          if (count == 3) {
            state.remove();
            return atThree.iterator();
          }
          state.update(count);
          return List.of(row(key, Long.toString(count))).iterator();
        };
    return byValue(keys)
        .flatMapGroupsWithState(
            function,
            mode,
            Encoders.LONG(),
            SparkLine.current().rowEncoder(KEY_AND_COUNT),
            GroupStateTimeout.NoTimeout());
  }

  // FlatMapGroupsWithStateSuite "flatMapGroupsWithState - streaming"
  @Test
  void updateMode(StreamHarness harness) {
    MemoryInput<String> keys = harness.memoryInput(Encoders.STRING());
    Dataset<Row> result = countsToTwo(keys, OutputMode.Update(), List.of());

    TestQuery query = Checkpointed.start(harness, result, OutputMode.Update());
    StateRows state = StateRows.of(query);
    keys.add("a");
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("a", "1"));
    state.are(1, 1);
    keys.add("a", "b");
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("a", "2"), row("b", "1"));
    state.are(2, 2);
    query.stop();

    TestQuery second = Checkpointed.start(harness, result, OutputMode.Update());
    keys.add("a", "b");
    second.processAllAvailable();
    assertThat(second).newRows().containsExactlyInAnyOrder(row("b", "2"));
    StateRows.of(second).are(1, 1, 0, 1);
    second.stop();

    TestQuery third = Checkpointed.start(harness, result, OutputMode.Update());
    keys.add("a", "c");
    third.processAllAvailable();
    assertThat(third).newRows().containsExactlyInAnyOrder(row("a", "1"), row("c", "1"));
    StateRows.of(third).are(3, 2);
  }

  // FlatMapGroupsWithStateSuite "flatMapGroupsWithState - streaming + aggregation"
  @Test
  @SinceSpark(value = "3.4", reason = "no aggregation may follow (SPARK-40940)")
  void appendModeBeforeAnAggregation(StreamHarness harness) {
    MemoryInput<String> keys = harness.memoryInput(Encoders.STRING());
    // The suite emits ("a", "-1") for the key that is forgotten; only "a" gets there.
    Dataset<Row> result =
        countsToTwo(keys, OutputMode.Append(), List.of(row("a", "-1"))).groupBy("key").count();

    TestQuery query = Checkpointed.start(harness, result, OutputMode.Complete());
    keys.add("a");
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("a", 1L));
    keys.add("a", "b");
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("a", 2L), row("b", 1L));
    query.stop();

    TestQuery second = Checkpointed.start(harness, result, OutputMode.Complete());
    keys.add("a", "b");
    second.processAllAvailable();
    assertThat(second).newRows().containsExactlyInAnyOrder(row("a", 3L), row("b", 2L));
    second.stop();

    TestQuery third = Checkpointed.start(harness, result, OutputMode.Complete());
    keys.add("a", "c");
    third.processAllAvailable();
    assertThat(third).newRows().containsExactlyInAnyOrder(row("a", 4L), row("b", 2L), row("c", 1L));
  }

  // FlatMapGroupsWithStateSuite "mapGroupsWithState - streaming"
  @Test
  void mapGroups(StreamHarness harness) {
    MapGroupsWithStateFunction<String, String, Long, Row> function =
        (key, values, state) -> {
          long count = count(values, state);
          if (count == 3) {
            state.remove();
            return row(key, "-1");
          }
          state.update(count);
          return row(key, Long.toString(count));
        };
    MemoryInput<String> keys = harness.memoryInput(Encoders.STRING());
    Dataset<Row> result =
        byValue(keys)
            .mapGroupsWithState(
                function, Encoders.LONG(), SparkLine.current().rowEncoder(KEY_AND_COUNT));

    TestQuery query = Checkpointed.start(harness, result, OutputMode.Update());
    StateRows state = StateRows.of(query);
    keys.add("a");
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("a", "1"));
    state.are(1, 1);
    keys.add("a", "b");
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("a", "2"), row("b", "1"));
    state.are(2, 2);
    query.stop();

    TestQuery second = Checkpointed.start(harness, result, OutputMode.Update());
    keys.add("a", "b");
    second.processAllAvailable();
    assertThat(second).newRows().containsExactlyInAnyOrder(row("a", "-1"), row("b", "2"));
    StateRows.of(second).are(1, 1);
    second.stop();

    TestQuery third = Checkpointed.start(harness, result, OutputMode.Update());
    keys.add("a", "c");
    third.processAllAvailable();
    assertThat(third).newRows().containsExactlyInAnyOrder(row("a", "1"), row("c", "1"));
    StateRows.of(third).are(3, 2);
  }
}
