package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports Spark's ForeachBatchSinkSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class ForeachBatchSinkParityTest {

  private static Dataset<Integer> plusOne(Dataset<Integer> numbers) {
    return numbers.map((MapFunction<Integer, Integer>) n -> n + 1, Encoders.INT());
  }

  private static Dataset<Row> countsOfEvenAndOdd(MemoryInput<Integer> numbers) {
    return numbers.toDF().selectExpr("value % 2 AS key").groupBy("key").count();
  }

  // ForeachBatchSinkSuite "foreachBatch with non-stateful query"
  @Test
  void withoutState(StreamHarness harness) {
    Map<Long, List<Integer>> written = new ConcurrentHashMap<>();
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            plusOne(numbers.toDS())
                .writeStream()
                .foreachBatch(
                    (Dataset<Integer> batch, Long id) ->
                        written.put(id, plusOne(batch).collectAsList())));
    numbers.add(1, 2, 3);
    query.processAllAvailable();
    numbers.add(5, 6, 7);
    query.processAllAvailable();
    // One is added by the query, and one by the writer. Weir records what the writer was given.
    Assertions.assertThat(written.get(0L)).containsExactlyInAnyOrder(3, 4, 5);
    Assertions.assertThat(written.get(1L)).containsExactlyInAnyOrder(7, 8, 9);
    assertThat(query).batch(0).containsExactlyInAnyOrder(2, 3, 4);
    assertThat(query).batch(1).containsExactlyInAnyOrder(6, 7, 8);
  }

  private static TestQuery startCounts(
      StreamHarness harness,
      MemoryInput<Integer> numbers,
      OutputMode mode,
      Map<Long, List<Row>> written) {
    return harness.start(
        countsOfEvenAndOdd(numbers)
            .writeStream()
            .outputMode(mode)
            .foreachBatch((Dataset<Row> batch, Long id) -> written.put(id, batch.collectAsList())));
  }

  // ForeachBatchSinkSuite "foreachBatch with stateful query in update mode"
  @Test
  void withStateInUpdateMode(StreamHarness harness) {
    Map<Long, List<Row>> written = new ConcurrentHashMap<>();
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query = startCounts(harness, numbers, OutputMode.Update(), written);
    numbers.add(0);
    query.processAllAvailable();
    numbers.add(1);
    query.processAllAvailable();
    numbers.add(2, 3);
    query.processAllAvailable();
    Assertions.assertThat(written.get(0L)).containsExactly(row(0, 1L));
    Assertions.assertThat(written.get(1L)).containsExactly(row(1, 1L));
    Assertions.assertThat(written.get(2L)).containsExactlyInAnyOrder(row(0, 2L), row(1, 2L));
    assertThat(query).table("key").containsExactlyInAnyOrder(row(0, 2L), row(1, 2L));
  }

  // ForeachBatchSinkSuite "foreachBatch with stateful query in complete mode"
  @Test
  void withStateInCompleteMode(StreamHarness harness) {
    Map<Long, List<Row>> written = new ConcurrentHashMap<>();
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query = startCounts(harness, numbers, OutputMode.Complete(), written);
    numbers.add(0);
    query.processAllAvailable();
    numbers.add(1);
    query.processAllAvailable();
    numbers.add(2);
    query.processAllAvailable();
    Assertions.assertThat(written.get(0L)).containsExactly(row(0, 1L));
    Assertions.assertThat(written.get(1L)).containsExactlyInAnyOrder(row(0, 1L), row(1, 1L));
    Assertions.assertThat(written.get(2L)).containsExactlyInAnyOrder(row(0, 2L), row(1, 1L));
    assertThat(query).table().containsExactlyInAnyOrder(row(0, 2L), row(1, 1L));
  }

  // ForeachBatchSinkSuite "foreachBatch with batch specific operations"
  @Test
  void withOperationsThatOnlyABatchHas(StreamHarness harness) {
    Map<Long, List<Integer>> written = new ConcurrentHashMap<>();
    Map<Long, List<Integer>> again = new ConcurrentHashMap<>();
    VoidFunction2<Dataset<Integer>, Long> sorted =
        (batch, id) -> {
          batch.persist();
          written.put(id, plusOne(batch).repartition(1).sort(col("value").desc()).collectAsList());
          again.put(id, plusOne(plusOne(batch)).collectAsList());
          batch.unpersist();
        };
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(plusOne(numbers.toDS()).writeStream().foreachBatch(sorted));
    numbers.add(1, 2, 3);
    query.processAllAvailable();
    numbers.add(5, 6, 7);
    query.processAllAvailable();
    Assertions.assertThat(written.get(0L)).containsExactly(5, 4, 3);
    Assertions.assertThat(written.get(1L)).containsExactly(9, 8, 7);
    Assertions.assertThat(again.get(1L)).containsExactlyInAnyOrder(8, 9, 10);
    // Computed once and read twice, the batch is recorded once.
    assertThat(query).changeLog().containsExactlyInAnyOrder(2, 3, 4, 6, 7, 8);
  }

  // ForeachBatchSinkSuite "foreachBatchSink does not affect metric generation"
  @Test
  void progressCountsItsRows(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            plusOne(numbers.toDS())
                .writeStream()
                .foreachBatch((Dataset<Integer> batch, Long id) -> plusOne(batch).collectAsList()));
    numbers.add(1, 2, 3);
    query.processAllAvailable();
    Assertions.assertThat(query.progress(0).orElseThrow().numInputRows()).isEqualTo(3);
  }

  // ForeachBatchSinkSuite "throws errors in invalid situations"
  @Test
  void partitioningIsRefused(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    assertThatThrownBy(
            () ->
                harness.start(
                    numbers
                        .toDS()
                        .writeStream()
                        .foreachBatch((Dataset<Integer> batch, Long id) -> {})
                        .partitionBy("value")))
        .hasCauseInstanceOf(AnalysisException.class)
        .hasMessageContaining("'foreachBatch' does not support partitioning");
  }
}
