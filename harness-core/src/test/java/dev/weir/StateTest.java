package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.session_window;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.input.MemoryInput;
import dev.weir.query.Checkpoint;
import dev.weir.query.StateMetrics;
import dev.weir.query.TestQuery;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the state store of each stateful operator, decoded. */
@ExtendWith(WithHarness.class)
class StateTest {
  private static final String PROVIDER = "spark.sql.streaming.stateStore.providerClass";
  private static final String PACKAGE = "org.apache.spark.sql.execution.streaming.state.";

  @ParameterizedTest
  @ValueSource(strings = {"HDFSBackedStateStoreProvider", "RocksDBStateStoreProvider"})
  void ofACount(String provider, StreamHarness harness) {
    harness.spark().conf().set(PROVIDER, PACKAGE + provider);
    harness.spark().conf().set("spark.sql.shuffle.partitions", 3);
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start(words.toDF().groupBy("value").count(), OutputMode.Update());
    words.add("cat", "dog", "cat");
    query.processAllAvailable();
    assertThat(query).state().containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L));
    words.add("cat", "cow");
    query.processAllAvailable();
    assertThat(query)
        .state()
        .containsExactlyInAnyOrder(row("cat", 3L), row("dog", 1L), row("cow", 1L));
    Assertions.assertThat(query.state().schema().fieldNames()).containsExactly("value", "count");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HDFSBackedStateStoreProvider", "RocksDBStateStoreProvider"})
  void ofASessionWindow(String provider, StreamHarness harness) {
    harness.spark().conf().set(PROVIDER, PACKAGE + provider);
    MemoryInput<Long> seconds = harness.memoryInput(Encoders.LONG()).add(1L, 3L, 100L);
    TestQuery query =
        harness.start(
            seconds
                .toDF()
                .withColumn("time", timestamp_seconds(col("value")))
                .withWatermark("time", "1 hour")
                .groupBy(session_window(col("time"), "10 seconds"), col("value").mod(2))
                .count(),
            OutputMode.Append());
    query.processAllAvailable();
    assertThat(query).state().hasSize(2);
  }

  /** The state has what the aggregation needs to go on, which is more than its result. */
  @Test
  void ofAnAverage(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT()).add(1, 2, 3);
    TestQuery query =
        harness.start(
            numbers.toDF().groupBy(col("value").mod(2).as("odd")).agg(avg("value")),
            OutputMode.Complete());
    query.processAllAvailable();
    assertThat(query).state().containsExactlyInAnyOrder(row(1, 4.0, 2L), row(0, 2.0, 1L));
  }

  @Test
  void ofADeduplication(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("a", "b", "a");
    TestQuery query = harness.start(words.toDF().dropDuplicates(), OutputMode.Append());
    query.processAllAvailable();
    assertThat(query).state().column("value").containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void ofAJobsOwnState(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("a", "b", "a");
    FlatMapGroupsWithStateFunction<String, String, Integer, String> count =
        (word, rows, state) -> {
          int n = state.exists() ? state.get() : 0;
          while (rows.hasNext()) {
            rows.next();
            n++;
          }
          state.update(n);
          return List.<String>of().iterator();
        };
    TestQuery query =
        harness.start(
            words
                .toDS()
                .groupByKey((MapFunction<String, String>) w -> w, Encoders.STRING())
                .flatMapGroupsWithState(
                    count,
                    OutputMode.Update(),
                    Encoders.INT(),
                    Encoders.STRING(),
                    GroupStateTimeout.NoTimeout()),
            OutputMode.Update());
    query.processAllAvailable();
    assertThat(query).state().containsExactlyInAnyOrder(row("a", row(2)), row("b", row(1)));
  }

  @Test
  void ofAJoinHasFourStores(StreamHarness harness) {
    StructType schema = StructType.fromDDL("id int, time timestamp");
    MemoryInput<Row> left = harness.memoryInput(schema);
    MemoryInput<Row> right = harness.memoryInput(schema);
    Dataset<Row> joined = left.toDF().as("l").join(right.toDF().as("r"), expr("l.id = r.id"));
    TestQuery query = harness.start("joined", joined, OutputMode.Append());
    left.add(row(1, null), row(2, null));
    right.add(row(1, null));
    query.processAllAvailable();
    assertThat(query)
        .state(0, "left-keyToNumValues")
        .containsExactlyInAnyOrder(row(1, 1L), row(2, 1L));
    assertThat(query)
        .state(0, "right-keyWithIndexToValue")
        .containsExactlyInAnyOrder(row(1, 0L, 1, null, true));
    assertThatThrownBy(query::state)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Query 'joined' has several state stores: operator 0 (symmetricHashJoin)"
                + " [left-keyToNumValues, left-keyWithIndexToValue, right-keyToNumValues,"
                + " right-keyWithIndexToValue]. Ask for one: state(operator, store)."
                + " See docs/errors/state.md");
    assertThatThrownBy(() -> query.state(1, "default"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Query 'joined' has no state store 'default' of an operator 1, but:");
  }

  @Test
  void ofAQueryWithoutStateThereIsNone(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery query = harness.start("echo", words.toDF(), OutputMode.Append());
    assertThatThrownBy(query::state)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Query 'echo' has run no batch yet, so nothing is known of its state."
                + " Call processAllAvailable() first. See docs/errors/state.md");
    query.processAllAvailable();
    assertThatThrownBy(query::state)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Query 'echo' has no stateful operator, so it has no state. See docs/errors/state.md");
  }

  @Test
  void metricsAreCountedFromOneLookToTheNext(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
    TestQuery query =
        harness.start("counts", words.toDF().groupBy("value").count(), OutputMode.Update());
    words.add("cat", "dog");
    query.processAllAvailable();
    assertThat(query).hasStateRows(2, 2);
    words.add("cat");
    query.processAllAvailable();
    words.add("cat");
    query.processAllAvailable();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(query).hasStateRows(2, 1))
        .withMessage(
            "Expecting query 'counts', update mode to have 2 rows of state, 1 of them updated since"
                + " the last look, but it has 2, and updated 2 (stateStoreSave, 0 removed, 0"
                + " late).\nA row that is updated in two batches counts twice: docs/errors/state.md"
                + "\n\nThe run of query 'counts', update mode:\n"
                + "  batch     ●0──●1──●2──▲\n"
                + "  memory-1  +2  +1  +1\n"
                + "  emitted   2   1   1\n"
                + "  ▲ the assertion that failed");
    StateMetrics idle = query.newStateMetrics().get(0);
    Assertions.assertThat(idle.updated()).isZero();
    Assertions.assertThat(idle.total()).isEqualTo(2);
    Assertions.assertThat(idle.memoryBytes()).isPositive();
  }

  @Test
  void severalOperatorsHaveMetricsEach(StreamHarness harness) {
    MemoryInput<Long> seconds = harness.memoryInput(Encoders.LONG()).add(1L, 1L, 2L);
    TestQuery query =
        harness.start(
            "two",
            seconds
                .toDF()
                .withColumn("time", timestamp_seconds(col("value")))
                .withWatermark("time", "0 seconds")
                .dropDuplicates("value", "time")
                .groupBy(org.apache.spark.sql.functions.window(col("time"), "10 seconds"))
                .count(),
            OutputMode.Append());
    query.processAllAvailable();
    Assertions.assertThat(query.newStateMetrics())
        .extracting(StateMetrics::operatorName)
        .containsExactly("stateStoreSave", "dedupe");
    assertThat(query).state(0, "default").column("count").containsExactly(2L);
    assertThatThrownBy(() -> assertThat(query).hasStateRows(1, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Query 'two' has several stateful operators: ask for query.newStateMetrics()."
                + " See docs/errors/state.md");
  }

  @Test
  void theLogsOfTheCheckpoint(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start("echo", words.toDF(), OutputMode.Append());
    Checkpoint checkpoint = query.checkpoint();
    Assertions.assertThat(checkpoint.plannedBatches()).isEmpty();
    words.add("a");
    query.processAllAvailable();
    words.add("b").add("c");
    query.processAllAvailable();
    Assertions.assertThat(checkpoint.plannedBatches()).containsExactly(0L, 1L);
    Assertions.assertThat(checkpoint.committedBatches()).containsExactly(0L, 1L);
    Assertions.assertThat(checkpoint.offsets(0)).containsExactly("1");
    Assertions.assertThat(checkpoint.offsets(1)).containsExactly("3");
    Assertions.assertThat(checkpoint.metadata(1)).contains("\"batchWatermarkMs\":0");
    assertThatThrownBy(() -> checkpoint.offsets(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There is no batch 2 in the offset log of "
                + checkpoint.folder().getFileName()
                + ", but batches [0, 1]. See docs/errors/no-batch.md");
  }
}
