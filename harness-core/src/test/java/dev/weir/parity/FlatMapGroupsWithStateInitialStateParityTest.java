package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.internal.spark.SparkLine;
import dev.weir.query.TestQuery;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports Spark's FlatMapGroupsWithStateWithInitialStateSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class FlatMapGroupsWithStateInitialStateParityTest {
  private static final StructType KEY_AND_COUNT =
      new StructType().add("key", "string").add("count", "long");
  private static final StructType KEY_ROWS_AND_COUNT =
      new StructType()
          .add("key", "string")
          .add("rows", DataTypes.createArrayType(DataTypes.StringType))
          .add("count", "string");

  private static KeyValueGroupedDataset<String, Long> initialState(
      StreamHarness harness, Row... keysAndCounts) {
    return harness
        .spark()
        .createDataFrame(List.of(keysAndCounts), KEY_AND_COUNT)
        .groupByKey((MapFunction<Row, String>) state -> state.getString(0), Encoders.STRING())
        .mapValues((MapFunction<Row, Long>) state -> state.getLong(1), Encoders.LONG());
  }

  /** The key, its rows and its count; a key with NoUpdate in its name keeps what it had. */
  private static Dataset<Row> counts(
      MemoryInput<String> keys, KeyValueGroupedDataset<String, Long> initialState) {
    FlatMapGroupsWithStateFunction<String, String, Long, Row> function =
        (key, values, state) -> {
          List<String> rows = new ArrayList<>();
          values.forEachRemaining(rows::add);
          long count = (state.exists() ? state.get() : 0) + rows.size();
          if (!key.contains("NoUpdate")) {
            state.update(count);
          }
          return List.of(row(key, rows.toArray(new String[0]), Long.toString(count))).iterator();
        };
    return keys.toDS()
        .groupByKey((MapFunction<String, String>) key -> key, Encoders.STRING())
        .flatMapGroupsWithState(
            function,
            OutputMode.Update(),
            Encoders.LONG(),
            SparkLine.current().rowEncoder(KEY_ROWS_AND_COUNT),
            GroupStateTimeout.NoTimeout(),
            initialState);
  }

  // FlatMapGroupsWithStateWithInitialStateSuite
  // "flatMapGroupsWithState - initial state - all cases - shuffle partitions 2"
  @Test
  void isAppliedOnceWithOrWithoutData(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.shuffle.partitions", "2");
    MemoryInput<String> keys = harness.memoryInput(Encoders.STRING());
    Dataset<Row> result =
        counts(
            keys,
            initialState(
                harness,
                row("keyInStateAndData-1", 1L),
                row("keyInStateAndData-2", 2L),
                row("keyNoUpdate", 2L),
                row("keyOnlyInState-1", 1L)));

    TestQuery query = Checkpointed.start(harness, result, OutputMode.Update());
    keys.add("keyOnlyInData", "keyInStateAndData-2");
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(
            row("keyOnlyInState-1", List.of(), "1"),
            row("keyNoUpdate", List.of(), "2"),
            row("keyInStateAndData-2", List.of("keyInStateAndData-2"), "3"),
            row("keyInStateAndData-1", List.of(), "1"),
            row("keyOnlyInData", List.of("keyOnlyInData"), "1"));
    StateRows.of(query).are(5, 4);
    query.stop();

    TestQuery second = Checkpointed.start(harness, result, OutputMode.Update());
    keys.add("keyInStateAndData-1");
    second.processAllAvailable();
    assertThat(second)
        .newRows()
        .containsExactlyInAnyOrder(row("keyInStateAndData-1", List.of("keyInStateAndData-1"), "2"));
    StateRows.of(second).are(5, 1);
  }

  // FlatMapGroupsWithStateWithInitialStateSuite
  // "flatMapGroupsWithState - initial state - duplicate keys"
  @Test
  void mayHaveAKeyOnlyOnce(StreamHarness harness) {
    MemoryInput<String> keys = harness.memoryInput(Encoders.STRING());
    TestQuery query =
        harness.start(
            counts(keys, initialState(harness, row("a", 2L), row("a", 1L))), OutputMode.Update());
    keys.add("a");
    // The suite finds this one as the cause of a SparkException, which Weir takes off.
    assertThat(query)
        .fails()
        .withCause(IllegalArgumentException.class)
        .withMessageContaining(
            "The initial state provided contained multiple rows(state) with the same key");
  }
}
