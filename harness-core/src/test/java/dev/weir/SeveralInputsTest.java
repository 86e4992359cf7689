package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.window;

import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import dev.weir.input.SocketInput;
import dev.weir.query.TestQuery;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that are added to several inputs between two steps are one micro-batch. */
@ExtendWith(WithHarness.class)
class SeveralInputsTest {

  private static Dataset<Row> timed(MemoryInput<Long> seconds) {
    return seconds
        .toDF()
        .select(col("value"), timestamp_seconds(col("value")).as("time"))
        .withWatermark("time", "10 seconds");
  }

  private static Dataset<Row> countsOfTenSeconds(MemoryInput<Long> seconds) {
    return timed(seconds)
        .groupBy(window(col("time"), "10 seconds"))
        .count()
        .selectExpr("unix_timestamp(window.start)", "count");
  }

  @Test
  void aUnionTakesBothInOneBatch(StreamHarness harness) {
    MemoryInput<String> left = harness.memoryInput(Encoders.STRING());
    MemoryInput<String> right = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start(left.toDF().union(right.toDF()), OutputMode.Append());
    for (int round = 0; round < 10; round++) {
      left.add("l" + round);
      right.add("r" + round);
      query.processAllAvailable();
      assertThat(query).lastStep().ranBatches(round);
      assertThat(query).lastBatch().containsExactlyInAnyOrder("l" + round, "r" + round);
    }
  }

  @Test
  void aUnionOfKindsTakesAllInOneBatch(StreamHarness harness) {
    MemoryInput<String> memory = harness.memoryInput(Encoders.STRING());
    FileInput files = harness.fileInput(FileInput.Format.TEXT);
    SocketInput socket = harness.socketInput();
    TestQuery query =
        harness.start(memory.toDF().union(files.toDF()).union(socket.toDF()), OutputMode.Append());
    // Spark's socket source connects in the first trigger that asks it, and has nothing then.
    query.processNextBatch();
    memory.add("m");
    files.addText("f");
    socket.send("s");
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder("m", "f", "s");
  }

  /** What one side brings late is joined with what the other side brought long before. */
  @Test
  void oneSideOfAJoinMayLagBehind(StreamHarness harness) {
    MemoryInput<Integer> ads = harness.memoryInput(Encoders.INT());
    MemoryInput<Integer> clicks = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            ads.toDF().as("a").join(clicks.toDF().as("c"), expr("a.value = c.value")),
            OutputMode.Append());
    ads.add(1, 2);
    query.processAllAvailable();
    ads.add(3);
    query.processAllAvailable();
    assertThat(query).changeLog().isEmpty();
    clicks.add(1, 3, 4);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(1, 1), row(3, 3));
  }

  @Test
  void aStreamIsJoinedWithItself(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    Dataset<Row> stream = numbers.toDF();
    TestQuery query =
        harness.start(
            stream.as("a").join(stream.as("b"), expr("a.value = b.value + 1")),
            OutputMode.Append());
    numbers.add(1, 2);
    query.processAllAvailable();
    numbers.add(3);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(row(2, 1), row(3, 2));
  }

  @Test
  void aStreamIsJoinedWithATable(StreamHarness harness) {
    StructType schema = StructType.fromDDL("id int, name string");
    Dataset<Row> names =
        harness
            .spark()
            .createDataFrame(
                List.of(RowFactory.create(1, "one"), RowFactory.create(2, "two")), schema);
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            numbers.toDF().join(names, expr("value = id"), "left_outer").select("value", "name"),
            OutputMode.Append());
    numbers.add(2, 3);
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(row(2, "two"), row(3, null));
  }

  /**
   * Fact 16: the global watermark is the smallest, and stays where it is until each has had rows.
   */
  @Test
  void theSmallestWatermarkCounts(StreamHarness harness) {
    MemoryInput<Long> fast = harness.memoryInput(Encoders.LONG());
    MemoryInput<Long> slow = harness.memoryInput(Encoders.LONG());
    TestQuery query = harness.start(timed(fast).union(timed(slow)), OutputMode.Append());
    fast.add(100L);
    query.processAllAvailable();
    Assertions.assertThat(query.watermark()).isEmpty();
    slow.add(50L);
    query.processAllAvailable();
    fast.add(101L);
    query.processAllAvailable();
    assertThat(query).watermark().isEqualTo("1970-01-01T00:00:40Z");
  }

  /** Fact 16: unless the session asks for the largest. */
  @Test
  void theLargestWatermarkCountsWhereItIsAskedFor(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.streaming.multipleWatermarkPolicy", "max");
    MemoryInput<Long> fast = harness.memoryInput(Encoders.LONG());
    MemoryInput<Long> slow = harness.memoryInput(Encoders.LONG());
    TestQuery query = harness.start(timed(fast).union(timed(slow)), OutputMode.Append());
    fast.add(100L);
    slow.add(50L);
    query.processAllAvailable();
    fast.add(101L);
    query.processAllAvailable();
    assertThat(query).watermark().isEqualTo("1970-01-01T00:01:30Z");
  }

  /**
   * Fact 17: without batches without data, one batch filters late rows by the watermark before, and
   * closes windows by its own; so a row can come into a window that the same batch closes.
   */
  @Test
  @SinceSpark(value = "3.4", reason = "a row is late by its own batch's watermark (SPARK-40925)")
  void lateRowsAndWindowsHaveWatermarksOfTheirOwn(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.streaming.noDataMicroBatches.enabled", false);
    MemoryInput<Long> seconds = harness.memoryInput(Encoders.LONG());
    TestQuery query = harness.start(countsOfTenSeconds(seconds), OutputMode.Append());
    seconds.add(1L, 100L);
    query.processAllAvailable();
    assertThat(query).changeLog().isEmpty();
    // The watermark is 90 now; the row of second 2 is behind it, and is counted all the same.
    seconds.add(2L);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactly(row(0L, 2L));
    assertThat(query).hasLateRows(0);
    seconds.add(3L);
    query.processAllAvailable();
    assertThat(query).hasLateRows(1);
  }

  /** A batch that only moves the watermark on writes nothing, and nobody asked for it. */
  @Test
  void theLastBatchIsTheLastThatHadSomething(StreamHarness harness) {
    MemoryInput<Long> seconds = harness.memoryInput(Encoders.LONG());
    TestQuery query = harness.start(countsOfTenSeconds(seconds), OutputMode.Update());
    seconds.add(100L);
    query.processAllAvailable();
    assertThat(query).lastStep().ranNoDataBatch();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(row(100L, 1L));
  }

  @Test
  void twoQueriesOnTwoInputsKeepToTheirOwn(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery upper = harness.start(words.toDF().selectExpr("upper(value)"), OutputMode.Append());
    TestQuery twice = harness.start(numbers.toDF().selectExpr("value * 2"), OutputMode.Append());
    words.add("a");
    numbers.add(1);
    upper.processAllAvailable();
    assertThat(upper).newRows().containsExactly("A");
    Assertions.assertThat(twice.batches()).isEmpty();
    twice.processAllAvailable();
    assertThat(twice).newRows().containsExactly(2);
    numbers.add(2);
    upper.processAllAvailable();
    assertThat(upper).lastStep().ranNothing();
    twice.processAllAvailable();
    assertThat(twice).changeLog().containsExactly(2, 4);
  }

  /** One query's sink is the other one's source. */
  @Test
  void aChainOfTwoQueries(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    Path between = harness.newFolder();
    TestQuery clean =
        harness.start(
            lines
                .toDF()
                .filter("value <> ''")
                .writeStream()
                .format("parquet")
                .option("path", between.toString()));
    lines.add("cat", "", "dog");
    clean.processAllAvailable();
    TestQuery count =
        harness.start(
            harness
                .spark()
                .readStream()
                .schema("value string")
                .parquet(between.toString())
                .groupBy("value")
                .count(),
            OutputMode.Complete());
    count.processAllAvailable();
    assertThat(count).table().containsExactlyInAnyOrder(row("cat", 1L), row("dog", 1L));
    lines.add("cat");
    clean.processAllAvailable();
    count.processAllAvailable();
    assertThat(count).table().containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L));
  }
}
