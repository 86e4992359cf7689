package dev.weir.benchmarks;

import static dev.weir.assertion.WeirAssertions.assertThat;

import dev.weir.LocalSpark;
import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.MemoryStream;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import scala.Option;

/**
 * Many rows through input, query, recorder and assertion, against a raw memory stream whose batch
 * is collected. Both have the same context, heap and data.
 */
final class RowsBenchmark {
  private RowsBenchmark() {}

  /**
   * Measures.
   *
   * @param arguments {@code quick} for the most rows alone, and fewer rounds
   */
  public static void main(String... arguments) throws Exception {
    boolean quick = List.of(arguments).contains("quick");
    int rounds = quick ? 1 : 5;
    try (LocalSpark spark = LocalSpark.start()) {
      for (int rows : quick ? List.of(1_000_000) : List.of(10_000, 100_000, 1_000_000)) {
        List<Long> numbers = LongStream.range(0, rows).boxed().toList();
        for (int round = -1; round < rounds; round++) {
          measure("rows/" + rows + "/raw", round >= 0, () -> raw(spark.newSession(), numbers));
          measure("rows/" + rows + "/Weir", round >= 0, () -> weir(spark.newSession(), numbers));
        }
      }
      List<Long> numbers = LongStream.range(0, 1_000_000).boxed().toList();
      measure("rows/1000000/mismatch", true, () -> mismatch(spark.newSession(), numbers));
    }
    System.exit(0);
  }

  private interface Run {
    void run() throws Exception;
  }

  private static void measure(String name, boolean counts, Run run) throws Exception {
    try (HeapPeak heap = HeapPeak.start()) {
      long start = System.nanoTime();
      run.run();
      double millis = (System.nanoTime() - start) / 1e6;
      if (counts) {
        Figures.print(name + "/ms", millis);
        Figures.print(name + "/MiB", heap.mebibytes());
      }
    }
  }

  private static void raw(SparkSession session, List<Long> numbers) throws Exception {
    session.conf().set("spark.sql.shuffle.partitions", "1");
    MemoryStream<Long> input =
        new MemoryStream<>(1, session.sqlContext(), Option.empty(), Encoders.LONG());
    List<Row> result = new ArrayList<>();
    VoidFunction2<Dataset<Row>, Long> sink = (batch, id) -> result.addAll(batch.collectAsList());
    StreamingQuery query =
        input.toDF().selectExpr("value + 1 AS next").writeStream().foreachBatch(sink).start();
    input.addData(MemoryStreams.seq(numbers));
    query.processAllAvailable();
    query.stop();
    if (result.size() != numbers.size()) {
      throw new AssertionError(result.size());
    }
  }

  private static void weir(SparkSession session, List<Long> numbers) {
    try (StreamHarness harness = StreamHarness.over(session)) {
      assertThat(next(harness, numbers))
          .newRows()
          .containsExactlyInAnyOrderElementsOf(expected(numbers));
    }
  }

  /** One row of the million is not as expected; the failure's text is part of what is measured. */
  private static void mismatch(SparkSession session, List<Long> numbers) {
    try (StreamHarness harness = StreamHarness.over(session)) {
      TestQuery query = next(harness, numbers);
      List<Row> expected = expected(numbers);
      expected.set(numbers.size() / 2, RowFactory.create(-7L));
      try {
        assertThat(query).newRows().containsExactlyInAnyOrderElementsOf(expected);
      } catch (AssertionError e) {
        if (!String.valueOf(e.getMessage()).contains("-7")) {
          throw e;
        }
        return;
      }
      throw new AssertionError("The mismatch was not found");
    }
  }

  private static TestQuery next(StreamHarness harness, List<Long> numbers) {
    MemoryInput<Long> input = harness.memoryInput(Encoders.LONG());
    TestQuery query =
        harness.start(input.toDF().selectExpr("value + 1 AS next"), OutputMode.Append());
    input.addAll(numbers);
    query.processAllAvailable();
    return query;
  }

  private static List<Row> expected(List<Long> numbers) {
    List<Row> rows = new ArrayList<>(numbers.size());
    for (Long number : numbers) {
      rows.add(RowFactory.create(number + 1));
    }
    return rows;
  }
}
