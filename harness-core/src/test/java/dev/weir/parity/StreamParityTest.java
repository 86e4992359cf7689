package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.assertThatQuery;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports Spark's StreamSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class StreamParityTest {

  // StreamSuite "map with recovery"
  @Test
  void mapWithRecovery(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    Dataset<Integer> mapped =
        numbers.toDS().map((MapFunction<Integer, Integer>) n -> n + 1, Encoders.INT());
    numbers.add(1, 2, 3);
    TestQuery query = Checkpointed.start(harness, mapped, OutputMode.Append());
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(2, 3, 4);
    query.stop();
    numbers.add(4, 5, 6);
    // A restarted query records anew, so the first three rows are not among them.
    TestQuery second = Checkpointed.start(harness, mapped, OutputMode.Append());
    second.processAllAvailable();
    assertThat(second).changeLog().containsExactlyInAnyOrder(5, 6, 7);
  }

  // StreamSuite "join"
  @Test
  void joinWithATableThatStays(StreamHarness harness) {
    Dataset<Row> words =
        harness
            .spark()
            .createDataFrame(
                List.of(row(1, "one"), row(2, "two"), row(4, "four")),
                new StructType().add("number", "int").add("word", "string"));
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            numbers.toDF().join(words, col("value").equalTo(col("number"))), OutputMode.Append());
    numbers.add(1, 2, 3);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(row(1, 1, "one"), row(2, 2, "two"));
    numbers.add(4);
    query.processAllAvailable();
    assertThat(query).newRows().contains(row(4, 4, "four")).hasSize(3);
  }

  // StreamSuite "union two streams"
  @Test
  void unionOfTwoStreams(StreamHarness harness) {
    MemoryInput<Integer> odd = harness.memoryInput(Encoders.INT());
    MemoryInput<Integer> even = harness.memoryInput(Encoders.INT());
    Dataset<Integer> united = odd.toDS().union(even.toDS());
    TestQuery query = Checkpointed.start(harness, united, OutputMode.Append());
    odd.add(1, 3, 5);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(1, 3, 5);
    even.add(2, 4, 6);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
    query.stop();
    odd.add(7);
    TestQuery second = Checkpointed.start(harness, united, OutputMode.Append());
    even.add(8);
    second.processAllAvailable();
    assertThat(second).newRows().containsExactlyInAnyOrder(7, 8);
  }

  // StreamSuite "sql queries"
  @Test
  void sqlOverAStream(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    numbers.toDF().createOrReplaceTempView("stream");
    TestQuery query =
        harness.start(
            harness.spark().sql("SELECT * FROM stream WHERE value % 2 = 0"), OutputMode.Append());
    numbers.add(1, 2, 3, 4);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(2, 4);
  }

  // StreamSuite "unsupported queries"
  @Test
  void whatIsNotAStreamingQuery(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    assertThatThrownBy(() -> numbers.toDS().count())
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("start");
    Dataset<Long> batch = harness.spark().range(3);
    assertThatThrownBy(() -> harness.start(batch, OutputMode.Append()))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("can be called only on streaming Dataset");
    assertThatQuery(numbers.toDS().sort("value"))
        .inAppendMode()
        .isRefused()
        .because("not supported", "streaming");
  }

  // StreamSuite "streaming limit with state"
  @Test
  void aLimitIsOneForAllBatches(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(numbers.toDF().limit(4), OutputMode.Append());
    numbers.add(1, 2);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(1, 2);
    numbers.add(3, 4, 5, 6);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(1, 2, 3, 4);
    numbers.add(7, 8, 9);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(1, 2, 3, 4);
  }

  // StreamSuite "SPARK-30658: streaming limit before agg in complete mode"
  @Test
  void aLimitBeforeAnAggregation(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(numbers.toDF().limit(5).groupBy("value").count(), OutputMode.Complete());
    numbers.add(1, 2, 3);
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(row(1, 1L), row(2, 1L), row(3, 1L));
    numbers.addAll(IntStream.rangeClosed(1, 9).boxed().toList());
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(row(1, 2L), row(2, 2L), row(3, 1L));
  }

  // StreamSuite "streaming limit in update mode"
  @Test
  void aLimitIsRefusedInUpdateMode(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    assertThatQuery(numbers.toDF().limit(5))
        .inUpdateMode()
        .isRefused()
        .because("Limits are not supported on streaming DataFrames/Datasets in Update output mode");
  }

  // StreamSuite "SPARK-19873: streaming aggregation with change in number of partitions"
  @Test
  void theNumberOfPartitionsComesFromTheCheckpoint(StreamHarness harness) {
    StructType pair = new StructType().add("_1", "int").add("_2", "int");
    MemoryInput<Row> pairs = harness.memoryInput(pair);
    Dataset<Row> counts = pairs.toDF().groupBy("_1").count();

    pairs.add(row(1, 0), row(2, 0));
    counts(harness, "2", counts, row(1, 1L), row(2, 1L));
    pairs.add(row(3, 0), row(2, 0));
    counts(harness, "5", counts, row(1, 1L), row(2, 2L), row(3, 1L));
    pairs.add(row(3, 0), row(1, 0));
    counts(harness, "1", counts, row(1, 2L), row(2, 2L), row(3, 2L));
  }

  private static void counts(
      StreamHarness harness, String partitions, Dataset<Row> result, Object... expected) {
    harness.spark().conf().set("spark.sql.shuffle.partitions", partitions);
    TestQuery query = Checkpointed.start(harness, result, OutputMode.Complete());
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(expected);
    Assertions.assertThat(
            query.lastProgress().orElseThrow().stateOperators()[0].numShufflePartitions())
        .isEqualTo(2);
    query.stop();
  }
}
