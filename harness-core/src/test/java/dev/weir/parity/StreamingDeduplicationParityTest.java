package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.window;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports Spark's StreamingDeduplicationSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class StreamingDeduplicationParityTest {
  private static final StructType PAIR =
      new StructType().add("_1", StringType).add("_2", IntegerType);

  /** Each of 10 to 15 five times. */
  private static List<Integer> tenToFifteenFiveTimes() {
    return IntStream.range(0, 30).mapToObj(i -> 10 + i % 6).toList();
  }

  private static Dataset<Row> distinctTimes(MemoryInput<Integer> seconds) {
    return seconds
        .toDF()
        .withColumn("eventTime", timestamp_seconds(col("value")))
        .withWatermark("eventTime", "10 seconds")
        .dropDuplicates();
  }

  private static Dataset<Row> distinctSeconds(MemoryInput<Integer> seconds) {
    return distinctTimes(seconds).select(col("eventTime").cast("long"));
  }

  // StreamingDeduplicationSuite "deduplicate with all columns"
  @Test
  void byAllColumns(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start(lines.toDS().dropDuplicates(), OutputMode.Append());
    lines.add("a");
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder("a");
    StateOperators.of(query).total(1).updated(1);

    lines.add("a");
    query.processAllAvailable();
    assertThat(query).lastBatch().isEmpty();
    StateOperators.of(query).total(1).updated(0);

    lines.add("b");
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder("b");
    StateOperators.of(query).total(2).updated(1);
  }

  // StreamingDeduplicationSuite "deduplicate with some columns"
  @Test
  void bySomeColumns(StreamHarness harness) {
    MemoryInput<Row> pairs = harness.memoryInput(PAIR);
    TestQuery query = harness.start(pairs.toDF().dropDuplicates("_1"), OutputMode.Append());
    pairs.add(row("a", 1));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("a", 1));
    StateOperators.of(query).total(1).updated(1).dropped(0);

    pairs.add(row("a", 2));
    query.processAllAvailable();
    assertThat(query).lastBatch().isEmpty();
    StateOperators.of(query).total(1).updated(0).dropped(0);

    pairs.add(row("b", 1));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("b", 1));
    StateOperators.of(query).total(2).updated(1).dropped(0);
  }

  // StreamingDeduplicationSuite "multiple deduplicates"
  @Test
  void oneAfterTheOther(StreamHarness harness) {
    MemoryInput<Row> pairs = harness.memoryInput(PAIR);
    TestQuery query =
        harness.start(pairs.toDF().dropDuplicates().dropDuplicates("_1"), OutputMode.Append());
    pairs.add(row("a", 1));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("a", 1));
    StateOperators.of(query).total(1, 1).updated(1, 1);

    pairs.add(row("a", 2));
    query.processAllAvailable();
    assertThat(query).lastBatch().isEmpty();
    StateOperators.of(query).total(1, 2).updated(0, 1);

    pairs.add(row("b", 1));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("b", 1));
    StateOperators.of(query).total(2, 3).updated(1, 1);
  }

  // StreamingDeduplicationSuite "SPARK-35896: metrics in StateOperatorProgress are output
  // correctly"
  @Test
  void reportsItsState(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.shuffle.partitions", "2");
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(distinctSeconds(seconds), OutputMode.Append());
    seconds.addAll(tenToFifteenFiveTimes());
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(10L, 11L, 12L, 13L, 14L, 15L);
    StateOperators.of(query).total(6).updated(6).dropped(0).removed(0);

    seconds.add(25);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(25L);
    StateOperators.of(query).total(1).updated(1).dropped(0).removed(6);

    seconds.add(10);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).total(1).updated(0).dropped(1).removed(0);

    seconds.add(10);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    Assertions.assertThat(query.lastProgress().orElseThrow().stateOperators())
        .singleElement()
        .satisfies(
            operator -> {
              Assertions.assertThat(operator.operatorName()).isEqualTo("dedupe");
              Assertions.assertThat(operator.numShufflePartitions()).isEqualTo(2);
              Assertions.assertThat(operator.numStateStoreInstances()).isEqualTo(2);
            });
  }

  // StreamingDeduplicationSuite "deduplicate with watermark"
  @Test
  void theWatermarkRemovesState(StreamHarness harness) {
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(distinctSeconds(seconds), OutputMode.Append());
    seconds.addAll(tenToFifteenFiveTimes());
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(10L, 11L, 12L, 13L, 14L, 15L);
    StateOperators.of(query).total(6).updated(6);

    seconds.add(25);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(25L);
    StateOperators.of(query).total(1).updated(1);

    seconds.add(10);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).total(1).updated(0).dropped(1);

    seconds.add(45);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(45L);
    StateOperators.of(query).total(1).updated(1);
  }

  // StreamingDeduplicationSuite "deduplicate with aggregate - append mode"
  @Test
  void countedInAppendMode(StreamHarness harness) {
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            distinctTimes(seconds)
                .groupBy(window(col("eventTime"), "5 seconds").as("window"))
                .agg(count("*").as("count"))
                .select(col("window.start").cast("long"), col("count")),
            OutputMode.Append());
    seconds.addAll(tenToFifteenFiveTimes());
    query.processAllAvailable();
    assertThat(query).lastBatch().isEmpty();
    StateOperators.of(query).total(2, 6).updated(2, 6);

    seconds.add(25);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row(10L, 5L));
    StateOperators.of(query).total(2, 1).updated(1, 1);

    seconds.add(10);
    query.processAllAvailable();
    assertThat(query).lastBatch().isEmpty();
    StateOperators.of(query).total(2, 1).updated(0, 0).dropped(0, 1);

    seconds.add(40);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row(15L, 1L), row(25L, 1L));
    StateOperators.of(query).total(1, 1).updated(1, 1);
  }

  private static Dataset<Row> sumOfDistinct(MemoryInput<Row> pairs) {
    return pairs.toDF().toDF("str", "num").dropDuplicates().groupBy("str").agg(sum("num"));
  }

  // StreamingDeduplicationSuite "deduplicate with aggregate - update mode"
  @Test
  void summedInUpdateMode(StreamHarness harness) {
    MemoryInput<Row> pairs = harness.memoryInput(PAIR);
    TestQuery query = harness.start(sumOfDistinct(pairs), OutputMode.Update());
    pairs.add(row("a", 1));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("a", 1L));
    StateOperators.of(query).total(1, 1).updated(1, 1);

    pairs.add(row("a", 1));
    query.processAllAvailable();
    assertThat(query).lastBatch().isEmpty();
    StateOperators.of(query).total(1, 1).updated(0, 0);

    pairs.add(row("a", 2));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("a", 3L));
    StateOperators.of(query).total(1, 2).updated(1, 1);

    pairs.add(row("b", 1));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("b", 1L));
    StateOperators.of(query).total(2, 3).updated(1, 1);
  }

  // StreamingDeduplicationSuite "deduplicate with aggregate - complete mode"
  @Test
  void summedInCompleteMode(StreamHarness harness) {
    MemoryInput<Row> pairs = harness.memoryInput(PAIR);
    TestQuery query = harness.start(sumOfDistinct(pairs), OutputMode.Complete());
    pairs.add(row("a", 1));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("a", 1L));
    StateOperators.of(query).total(1, 1).updated(1, 1);

    pairs.add(row("a", 1));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("a", 1L));
    StateOperators.of(query).total(1, 1).updated(0, 0);

    pairs.add(row("a", 2));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("a", 3L));
    StateOperators.of(query).total(1, 2).updated(1, 1);

    pairs.add(row("b", 1));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("a", 3L), row("b", 1L));
    StateOperators.of(query).total(2, 3).updated(1, 1);
  }

  // StreamingDeduplicationSuite "deduplicate with file sink"
  @Test
  void intoFiles(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    Path output = harness.newFolder().resolve("output");
    TestQuery query =
        harness.start(
            lines
                .toDS()
                .dropDuplicates()
                .writeStream()
                .format("parquet")
                .outputMode(OutputMode.Append())
                .option("path", output.toString()));
    lines.add("a");
    query.processAllAvailable();
    assertThatFiles(harness, output).containsExactly("a");
    lines.add("a");
    query.processAllAvailable();
    assertThatFiles(harness, output).containsExactly("a");
    lines.add("b");
    query.processAllAvailable();
    assertThatFiles(harness, output).containsExactlyInAnyOrder("a", "b");
  }

  private static ListAssert<String> assertThatFiles(StreamHarness harness, Path folder) {
    return Assertions.assertThat(
        harness.spark().read().parquet(folder.toString()).as(Encoders.STRING()).collectAsList());
  }

  // StreamingDeduplicationSuite "SPARK-19841: watermarkPredicate should filter based on keys"
  @Test
  void lateByTheTimeInTheKey(StreamHarness harness) {
    MemoryInput<Row> pairs =
        harness.memoryInput(new StructType().add("time", IntegerType).add("id", IntegerType));
    TestQuery query =
        harness.start(
            pairs
                .toDF()
                .withColumn("time", timestamp_seconds(col("time")))
                .withWatermark("time", "1 second")
                .dropDuplicates("id", "time")
                .select("id"),
            OutputMode.Append());
    pairs.add(row(1, 1), row(1, 1), row(1, 2));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(1, 2);
    pairs.add(row(1, 1), row(2, 3), row(2, 4));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(3, 4);
    pairs.add(row(1, 0), row(1, 1), row(3, 5), row(3, 6));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(5, 6);
    pairs.add(row(1, 0), row(4, 7));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(7).and().hasLateRows(3);
  }

  // StreamingDeduplicationSuite "SPARK-21546: dropDuplicates should ignore watermark when it's not
  // a key"
  @Test
  void neverLateWithoutTheTimeInTheKey(StreamHarness harness) {
    MemoryInput<Row> pairs =
        harness.memoryInput(new StructType().add("id", IntegerType).add("time", IntegerType));
    TestQuery query =
        harness.start(
            pairs
                .toDF()
                .withColumn("time", timestamp_seconds(col("time")))
                .withWatermark("time", "1 second")
                .dropDuplicates("id")
                .select(col("id"), col("time").cast("long")),
            OutputMode.Append());
    pairs.add(row(1, 1), row(1, 2), row(2, 2));
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(row(1, 1L), row(2, 2L));
  }

  // StreamingDeduplicationSuite "test no-data flag"
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBatchWithoutDataRemovesState(boolean noDataBatches, StreamHarness harness) {
    harness.spark().conf().set("spark.sql.streaming.noDataMicroBatches.enabled", noDataBatches);
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(distinctSeconds(seconds), OutputMode.Append());
    seconds.add(10, 11, 12, 13, 14, 15);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(10L, 11L, 12L, 13L, 14L, 15L);
    StateOperators.of(query).total(6).updated(6);

    seconds.add(25);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(25L);
    StateOperators.of(query).total(noDataBatches ? 1 : 7).updated(1);
  }

  // StreamingDeduplicationSuite "SPARK-29438: ensure UNION doesn't lead streaming deduplication to
  // use shifted partition IDs"
  @Test
  void aUnionDoesNotShiftItsPartitions(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.shuffle.partitions", "5");
    MemoryInput<Integer> left = harness.memoryInput(Encoders.INT());
    MemoryInput<Integer> right = harness.memoryInput(Encoders.INT());
    Dataset<Row> union = left.toDF().union(right.toDF().dropDuplicates("value"));
    TestQuery first = Checkpointed.start(harness, union, OutputMode.Append());
    // Each call is a partition of its own: two on the left, and three after the restart.
    left.add(11).add(12);
    right.add(21, 22);
    first.processAllAvailable();
    assertThat(first).newRows().containsExactlyInAnyOrder(11, 12, 21, 22);
    first.stop();

    TestQuery second = Checkpointed.start(harness, union, OutputMode.Append());
    left.add(13).add(14).addAll(List.of());
    right.add(22, 23);
    second.processAllAvailable();
    assertThat(second).newRows().containsExactlyInAnyOrder(13, 14, 23);
    Assertions.assertThat(second.rowsIn()).isEqualTo(4);
  }

  // StreamingDeduplicationSuite "SPARK-35880: custom metric numDroppedDuplicateRows in state
  // operator progress", its first half
  @Test
  void countsTheDuplicates(StreamHarness harness) {
    MemoryInput<Row> pairs = harness.memoryInput(PAIR);
    TestQuery query = harness.start(pairs.toDF().dropDuplicates("_1"), OutputMode.Append());
    pairs.add(row("a", 1));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("a", 1));
    StateOperators.of(query).duplicates(0);

    pairs.add(row("a", 2), row("b", 3));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("b", 3));
    StateOperators.of(query).duplicates(1);

    pairs.add(row("a", 5), row("b", 2), row("c", 9));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row("c", 9));
    StateOperators.of(query).duplicates(2);
  }

  // StreamingDeduplicationSuite "SPARK-35880: custom metric numDroppedDuplicateRows in state
  // operator progress", its second half
  @Test
  void countsTheDuplicatesApartFromTheLateRows(StreamHarness harness) {
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(distinctSeconds(seconds), OutputMode.Append());
    seconds.addAll(tenToFifteenFiveTimes());
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(10L, 11L, 12L, 13L, 14L, 15L);
    StateOperators.of(query).duplicates(24);

    seconds.add(14);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).duplicates(1);

    seconds.add(25);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(25L);
    StateOperators.of(query).duplicates(0);

    seconds.add(10);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).duplicates(0);

    seconds.add(26, 26);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(26L);
    StateOperators.of(query).duplicates(1);
  }

  // StreamingDeduplicationSuite "SPARK-39650: duplicate with specific keys should allow input to
  // change schema"
  @Test
  void theInputMayGetAColumn(StreamHarness harness) {
    MemoryInput<Row> pairs = harness.memoryInput(PAIR);
    TestQuery first =
        Checkpointed.start(harness, pairs.toDF().dropDuplicates("_1"), OutputMode.Append());
    pairs.add(row("a", 1));
    first.processAllAvailable();
    assertThat(first).lastBatch().containsExactlyInAnyOrder(row("a", 1));
    pairs.add(row("a", 2), row("b", 3));
    first.processAllAvailable();
    assertThat(first).lastBatch().containsExactlyInAnyOrder(row("b", 3));
    first.stop();

    // What the first query has read stands in the new input as well, in as many calls.
    MemoryInput<Row> triples = harness.memoryInput(PAIR.add("_3", StringType));
    triples.add(row("a", 1, "dummy")).add(row("a", 2, "dummy"), row("b", 3, "dummy"));
    TestQuery second =
        Checkpointed.start(harness, triples.toDF().dropDuplicates("_1"), OutputMode.Append());
    triples.add(row("a", 5, "a"), row("b", 2, "b"), row("c", 9, "c"));
    second.processAllAvailable();
    assertThat(second).lastBatch().containsExactlyInAnyOrder(row("c", 9, "c"));
    Assertions.assertThat(second.rowsIn()).isEqualTo(3);
  }
}
