package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.assertThatQuery;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.last;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.window;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.streaming.state.StateSchemaNotCompatible;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StateOperatorProgress;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports Spark's StreamingAggregationSuite, which runs with both formats of the state. */
@Tag("slow")
@ParameterizedClass(name = "state format version {0}")
@ValueSource(ints = {1, 2})
@ExtendWith(WithHarness.class)
class StreamingAggregationParityTest {
  @Parameter int stateFormatVersion;

  @BeforeEach
  void useTheStateFormat(StreamHarness harness) {
    harness
        .spark()
        .conf()
        .set("spark.sql.streaming.aggregation.stateFormatVersion", stateFormatVersion);
  }

  private static Dataset<Row> counts(MemoryInput<Integer> numbers) {
    return numbers.toDF().groupBy("value").agg(count("*").as("count"));
  }

  // StreamingAggregationSuite "simple count, update mode"
  @Test
  void countsInUpdateMode(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery first = Checkpointed.start(harness, counts(numbers), OutputMode.Update());
    numbers.add(3);
    first.processAllAvailable();
    assertThat(first).lastBatch().containsExactlyInAnyOrder(row(3, 1L));
    numbers.add(3, 2);
    first.processAllAvailable();
    assertThat(first).lastBatch().containsExactlyInAnyOrder(row(3, 2L), row(2, 1L));
    first.stop();

    TestQuery second = Checkpointed.start(harness, counts(numbers), OutputMode.Update());
    numbers.add(3, 2, 1);
    second.processAllAvailable();
    assertThat(second).lastBatch().containsExactlyInAnyOrder(row(3, 3L), row(2, 2L), row(1, 1L));
    numbers.add(4, 4, 4, 4);
    second.processAllAvailable();
    assertThat(second).lastBatch().containsExactlyInAnyOrder(row(4, 4L));
  }

  // StreamingAggregationSuite "count distinct"
  @Test
  void countsDistinctValues(StreamHarness harness) {
    MemoryInput<Row> lists =
        harness.memoryInput(
            new StructType().add("_1", IntegerType).add("_2", createArrayType(IntegerType)));
    TestQuery query =
        harness.start(
            lists
                .toDF()
                .select(col("*"), explode(col("_2")).as("value"))
                .groupBy("_1")
                .agg(size(collect_set("value"))),
            OutputMode.Update());
    lists.add(row(1, List.of(1, 2)));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row(1, 2));
  }

  // StreamingAggregationSuite "simple count, complete mode"
  @Test
  void countsInCompleteMode(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery first = Checkpointed.start(harness, counts(numbers), OutputMode.Complete());
    numbers.add(3);
    first.processAllAvailable();
    assertThat(first).lastBatch().containsExactlyInAnyOrder(row(3, 1L));
    numbers.add(2);
    first.processAllAvailable();
    assertThat(first).lastBatch().containsExactlyInAnyOrder(row(3, 1L), row(2, 1L));
    first.stop();

    TestQuery second = Checkpointed.start(harness, counts(numbers), OutputMode.Complete());
    numbers.add(3, 2, 1);
    second.processAllAvailable();
    assertThat(second).lastBatch().containsExactlyInAnyOrder(row(3, 2L), row(2, 2L), row(1, 1L));
    numbers.add(4, 4, 4, 4);
    second.processAllAvailable();
    assertThat(second)
        .lastBatch()
        .containsExactlyInAnyOrder(row(4, 4L), row(3, 2L), row(2, 2L), row(1, 1L));
  }

  // StreamingAggregationSuite "simple count, append mode"
  @Test
  void doesNotCountInAppendMode(StreamHarness harness) {
    assertThatQuery(counts(harness.memoryInput(Encoders.INT())))
        .inAppendMode()
        .isRefused()
        .because("Append", "not supported");
  }

  // StreamingAggregationSuite "sort after aggregate in complete mode"
  @Test
  void sortsInCompleteMode(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    Dataset<Row> sorted = counts(numbers).orderBy(col("count").desc());
    TestQuery first = Checkpointed.start(harness, sorted, OutputMode.Complete());
    numbers.add(3);
    first.processAllAvailable();
    assertThat(first).lastBatch().containsExactly(row(3, 1L));
    numbers.add(2, 3);
    first.processAllAvailable();
    assertThat(first).lastBatch().containsExactly(row(3, 2L), row(2, 1L));
    first.stop();

    TestQuery second = Checkpointed.start(harness, sorted, OutputMode.Complete());
    numbers.add(3, 2, 1);
    second.processAllAvailable();
    assertThat(second).lastBatch().containsExactly(row(3, 3L), row(2, 2L), row(1, 1L));
    numbers.add(4, 4, 4, 4);
    second.processAllAvailable();
    assertThat(second).lastBatch().containsExactly(row(4, 4L), row(3, 3L), row(2, 2L), row(1, 1L));
  }

  private static Dataset<Row> countsByWindow(MemoryInput<Integer> seconds) {
    return seconds
        .toDF()
        .withColumn("eventTime", timestamp_seconds(col("value")))
        .withWatermark("eventTime", "10 seconds")
        .groupBy(window(col("eventTime"), "5 seconds").as("window"))
        .agg(count("*").as("count"))
        .select(col("window.start").cast("long"), col("count"));
  }

  // StreamingAggregationSuite "state metrics - append mode"
  @Test
  void reportsItsStateInAppendMode(StreamHarness harness) {
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(countsByWindow(seconds), OutputMode.Append());
    // One trigger at a time, as Spark's test does with its clock. What its operator emitted is what
    // the sink received.
    seconds.add(15);
    query.processNextBatch();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).updated(1).total(1);

    query.processNextBatch();
    assertThat(query).lastStep().ranNoDataBatch();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).updated(0).total(1);

    seconds.add(10, 12, 14);
    query.processNextBatch();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).updated(1).total(2);

    seconds.add(25);
    query.processNextBatch();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).updated(1).total(3);

    query.processNextBatch();
    assertThat(query).lastStep().ranBatches(4).ranNoDataBatch();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(10L, 3L));
    StateOperators.of(query).updated(0).total(2);
    Assertions.assertThat(query.lastProgress().orElseThrow().sink().numOutputRows()).isEqualTo(1);
  }

  private static Dataset<Row> countsOfNeighbours(MemoryInput<Integer> numbers) {
    return numbers
        .toDS()
        .flatMap(
            (FlatMapFunction<Integer, Integer>) x -> List.of(x, x + 1).iterator(), Encoders.INT())
        .groupBy("value")
        .agg(count("*"));
  }

  // StreamingAggregationSuite "state metrics - update/complete mode", its first half
  @Test
  void reportsItsStateInUpdateMode(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(countsOfNeighbours(numbers), OutputMode.Update());
    numbers.add(1);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row(1, 1L), row(2, 1L));
    StateOperators.of(query).updated(2).total(2);
    numbers.add(2, 3);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row(2, 2L), row(3, 2L), row(4, 1L));
    StateOperators.of(query).updated(3).total(4);
  }

  // StreamingAggregationSuite "state metrics - update/complete mode", its second half
  @Test
  void reportsItsStateInCompleteMode(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(countsOfNeighbours(numbers), OutputMode.Complete());
    numbers.add(1);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row(1, 1L), row(2, 1L));
    StateOperators.of(query).updated(2).total(2);
    numbers.add(2, 3);
    query.processAllAvailable();
    assertThat(query)
        .lastBatch()
        .containsExactlyInAnyOrder(row(1, 1L), row(2, 2L), row(3, 2L), row(4, 1L));
    StateOperators.of(query).updated(3).total(4);
  }

  // StreamingAggregationSuite "multiple keys"
  @Test
  void groupsBySeveralKeys(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            numbers.toDF().groupBy(col("value"), col("value").plus(1)).agg(count("*")),
            OutputMode.Update());
    numbers.add(1, 2);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row(1, 2, 1L), row(2, 3, 1L));
    numbers.add(1, 2);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row(1, 2, 2L), row(2, 3, 2L));
  }

  // StreamingAggregationSuite "SPARK-29438: ensure UNION doesn't lead streaming aggregation to use
  // shifted partition IDs"
  @Test
  void aUnionDoesNotShiftItsPartitions(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.shuffle.partitions", "5");
    MemoryInput<Integer> left = harness.memoryInput(Encoders.INT());
    MemoryInput<Integer> right = harness.memoryInput(Encoders.INT());
    Dataset<Row> union =
        left.toDF().select(col("value"), col("value").plus(1)).union(counts(right));
    TestQuery first = Checkpointed.start(harness, union, OutputMode.Update());
    // Each call is a partition of its own: two on the left, and three after the restart.
    left.add(11).add(12);
    right.add(21, 22);
    first.processAllAvailable();
    assertThat(first)
        .newRows()
        .containsExactlyInAnyOrder(row(11, 12L), row(12, 13L), row(21, 1L), row(22, 1L));
    first.stop();

    TestQuery second = Checkpointed.start(harness, union, OutputMode.Update());
    left.add(13).add(14).addAll(List.of());
    right.add(22, 23);
    second.processAllAvailable();
    assertThat(second)
        .newRows()
        .containsExactlyInAnyOrder(row(13, 14L), row(14, 15L), row(22, 2L), row(23, 1L));
  }

  /** Static, since Spark sends a copy of the function to each task. */
  private static final AtomicBoolean FAILS = new AtomicBoolean();

  private static int failOnce(int number) {
    if (number == 4 && FAILS.getAndSet(false)) {
      throw new IllegalStateException("injected failure");
    }
    return number;
  }

  // StreamingAggregationSuite "midbatch failure"
  @Test
  void repeatsABatchThatFailed(StreamHarness harness) {
    FAILS.set(true);
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    Dataset<Row> counts =
        numbers
            .toDS()
            .map((MapFunction<Integer, Integer>) i -> failOnce(i), Encoders.INT())
            .groupBy("value")
            .agg(count("*"));
    TestQuery first = Checkpointed.start(harness, counts, OutputMode.Update());
    numbers.add(1, 2, 3, 4);
    assertThat(first)
        .fails()
        .withCause(IllegalStateException.class)
        .withMessageContaining("injected failure");

    TestQuery second = Checkpointed.start(harness, counts, OutputMode.Update());
    second.processAllAvailable();
    assertThat(second).lastStep().ranBatches(0);
    assertThat(second)
        .lastBatch()
        .containsExactlyInAnyOrder(row(1, 1L), row(2, 1L), row(3, 1L), row(4, 1L));
  }

  // StreamingAggregationSuite "SPARK-19690: do not convert batch aggregation in streaming query to
  // streaming"
  @Test
  void leavesABatchAggregationAlone(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    Dataset<Row> byParity =
        harness
            .spark()
            .createDataset(List.of(1, 2, 3, 4, 5), Encoders.INT())
            .withColumn("parity", col("value").mod(2))
            .groupBy("parity")
            .agg(count("*").as("joinValue"));
    Dataset<Row> stream = numbers.toDF();
    TestQuery query =
        harness.start(
            stream.join(byParity, stream.col("value").equalTo(byParity.col("parity"))),
            OutputMode.Append());
    for (int batch = 0; batch < 2; batch++) {
      numbers.add(0, 1, 2, 3);
      query.processAllAvailable();
      assertThat(query).lastBatch().containsExactlyInAnyOrder(row(0, 0, 2L), row(1, 1, 3L));
    }
    Assertions.assertThat(query.lastProgress().orElseThrow().stateOperators()).isEmpty();
  }

  // StreamingAggregationSuite "SPARK-22230: last should change with new batches"
  @Test
  void theLastValueChanges(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(numbers.toDF().agg(last("value")), OutputMode.Complete());
    numbers.add(1, 2, 3);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(3);
    numbers.add(4, 5, 6);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(6);
    numbers.addAll(List.of());
    query.processAllAvailable();
    assertThat(query).lastStep().ranBatches(2);
    assertThat(query).lastBatch().containsExactlyInAnyOrder(6);
    numbers.add(0);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(0);
  }

  // StreamingAggregationSuite "SPARK-23004: Ensure that TypedImperativeAggregate functions do not
  // throw errors"
  @Test
  void collectsAsManyGroupsAsMakeSparkSort(StreamHarness harness) {
    // The default of spark.sql.objectHashAggregate.sortBased.fallbackThreshold.
    List<Integer> numbers = IntStream.rangeClosed(1, 128).boxed().toList();
    MemoryInput<Integer> input = harness.memoryInput(Encoders.INT()).addAll(numbers);
    TestQuery query =
        harness.start(
            input
                .toDF()
                .selectExpr("value as group", "value")
                .groupBy("group")
                .agg(collect_list("value")),
            OutputMode.Update());
    query.processAllAvailable();
    assertThat(query)
        .lastBatch()
        .containsExactlyInAnyOrderElementsOf(
            numbers.stream().map(i -> row(i, List.of(i))).toList());
  }

  private static Dataset<Row> statistics(MemoryInput<Integer> numbers, Column third) {
    return numbers
        .toDF()
        .selectExpr("value % 10 AS id", "value")
        .groupBy("id")
        .agg(sum("value").as("sum_value"), avg("value").as("avg_value"), third);
  }

  // StreamingAggregationSuite "changing schema of state when restarting query"
  @Test
  void refusesStateOfAnotherSchema(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.streaming.stateStore.formatValidation.enabled", false);
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery first =
        Checkpointed.start(
            harness, statistics(numbers, max("value").as("max_value")), OutputMode.Update());
    numbers.add(1, 11);
    first.processAllAvailable();
    assertThat(first).lastBatch().containsExactlyInAnyOrder(row(1, 12L, 6.0, 11));
    first.stop();

    TestQuery second =
        Checkpointed.start(
            harness, statistics(numbers, collect_list("value").as("values")), OutputMode.Update());
    numbers.add(21);
    assertThat(second)
        .fails()
        .withCause(StateSchemaNotCompatible.class)
        .withMessageContaining("Provided schema doesn't match to the schema for existing state");
  }

  private static void hasThreeStores(TestQuery query) {
    StateOperatorProgress[] operators = query.lastProgress().orElseThrow().stateOperators();
    Assertions.assertThat(operators).hasSize(1);
    Assertions.assertThat(operators[0].operatorName()).isEqualTo("stateStoreSave");
    Assertions.assertThat(operators[0].numShufflePartitions()).isEqualTo(3);
    Assertions.assertThat(operators[0].numStateStoreInstances()).isEqualTo(3);
  }

  // StreamingAggregationSuite "SPARK-35896: metrics in StateOperatorProgress are output correctly",
  // its update and its complete mode
  @Test
  void reportsItsStoresWithoutAWatermark(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.shuffle.partitions", "3");
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery updates = harness.start(counts(numbers), OutputMode.Update());
    TestQuery all = harness.start(counts(numbers), OutputMode.Complete());
    numbers.add(3, 2, 1, 3);
    for (TestQuery query : List.of(updates, all)) {
      query.processAllAvailable();
      assertThat(query).lastBatch().containsExactlyInAnyOrder(row(3, 2L), row(2, 1L), row(1, 1L));
      StateOperators.of(query).total(3).updated(3).dropped(0).removed(0);
    }
    numbers.add(1, 4);
    updates.processAllAvailable();
    assertThat(updates).lastBatch().containsExactlyInAnyOrder(row(1, 2L), row(4, 1L));
    hasThreeStores(updates);
    all.processAllAvailable();
    assertThat(all)
        .lastBatch()
        .containsExactlyInAnyOrder(row(3, 2L), row(2, 1L), row(1, 2L), row(4, 1L));
    hasThreeStores(all);
  }

  // StreamingAggregationSuite "SPARK-35896: metrics in StateOperatorProgress are output correctly",
  // its append mode
  @Test
  void reportsItsStoresWithAWatermark(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.shuffle.partitions", "3");
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(countsByWindow(seconds), OutputMode.Append());
    seconds.add(3, 2, 1, 9);
    query.processAllAvailable();
    assertThat(query).lastBatch().isEmpty();
    hasThreeStores(query);
    seconds.add(25);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row(0L, 3L), row(5L, 1L));
    StateOperators.of(query).total(1).updated(1).dropped(0).removed(2);
  }
}
