package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.assertThatRows;
import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import dev.weir.sink.Batch;
import dev.weir.sink.ForeachCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.ForeachWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job's own sink was called with, and what a reader finds in it. */
@ExtendWith(WithHarness.class)
class SinkContentsTest {

  private static TestQuery foreachBatch(
      StreamHarness harness, MemoryInput<String> lines, VoidFunction2<Dataset<Row>, Long> write) {
    return harness.start(lines.toDF().writeStream().foreachBatch(write));
  }

  @Test
  void howOftenAForeachBatchHasItsBatchComputed(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a").add("b");
    TestQuery none = foreachBatch(harness, lines, (batch, id) -> {});
    TestQuery twice =
        foreachBatch(
            harness,
            lines,
            (batch, id) -> {
              batch.count();
              batch.collectAsList();
            });
    none.processAllAvailable();
    twice.processAllAvailable();
    Assertions.assertThat(none.batches()).extracting(Batch::reads).containsExactly(0);
    Assertions.assertThat(twice.batches()).extracting(Batch::reads).containsExactly(2);
    assertThat(twice).table().containsExactlyInAnyOrder("a", "b");
  }

  /** Takes every partition but those of odd batches, and fails at a row that says so. */
  static final class PickyWriter extends ForeachWriter<Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean open(long partitionId, long epochId) {
      return epochId % 2 == 0;
    }

    @Override
    public void process(Row row) {
      if (row.getString(0).equals("poison")) {
        throw new IllegalStateException("poisoned");
      }
    }

    @Override
    public void close(Throwable error) {}
  }

  @Test
  void whatAForeachWriterWasCalledWith(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start(lines.toDF().writeStream().foreach(new PickyWriter()));
    lines.add("a", "b").add("c");
    query.processAllAvailable();
    Assertions.assertThat(query.foreachCalls())
        .containsExactlyInAnyOrder(
            new ForeachCall(0, 0, true, 2, Optional.empty()),
            new ForeachCall(0, 1, true, 1, Optional.empty()));
    lines.add("passed over");
    query.processAllAvailable();
    Assertions.assertThat(query.foreachCalls())
        .contains(new ForeachCall(1, 0, false, 0, Optional.empty()));
    lines.add("d", "poison", "e");
    assertThat(query).fails().withMessageContaining("poisoned").inBatch(2);
    Assertions.assertThat(query.foreachCalls())
        .contains(
            new ForeachCall(
                2, 0, true, 2, Optional.of("java.lang.IllegalStateException: poisoned")));
  }

  /** A reader goes by the sink's log: a file that no batch has committed is not there for it. */
  @ParameterizedTest
  @ValueSource(strings = {"parquet", "json", "csv"})
  void filesAreReadBackThroughTheSinksLog(String format, StreamHarness harness) throws IOException {
    StructType schema = StructType.fromDDL("id int, title string");
    MemoryInput<Row> titles = harness.memoryInput(schema).add(row(1, "Engineer"), row(2, "Nurse"));
    Path folder = harness.newFolder().resolve("out");
    TestQuery query =
        harness.start(titles.toDF().writeStream().format(format).option("path", folder.toString()));
    query.processAllAvailable();
    Path written;
    try (var files = Files.list(folder)) {
      written = files.filter(f -> f.toString().endsWith(format)).findFirst().orElseThrow();
    }
    Files.copy(written, folder.resolve("copy-of-a-crashed-task." + format));
    assertThatRows(harness.spark().read().schema(schema).format(format).load(folder.toString()))
        .containsExactlyInAnyOrder(row(1, "Engineer"), row(2, "Nurse"));
    assertThat(query).table().hasSize(2);
  }

  @Test
  void whatTheConsoleSinkPrinted(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("cat");
    TestQuery query =
        harness.start(
            lines
                .toDF()
                .groupBy("value")
                .count()
                .writeStream()
                .outputMode("complete")
                .format("console"));
    query.processAllAvailable();
    Assertions.assertThat(query.consoleOutput())
        .isEqualTo(
            """
            -------------------------------------------
            Batch: 0
            -------------------------------------------
            +-----+-----+
            |value|count|
            +-----+-----+
            |  cat|    1|
            +-----+-----+

            """);
    assertThat(query).table().containsExactlyInAnyOrder(row("cat", 1L));
  }

  @Test
  void theRowsOfADataset(StreamHarness harness) {
    Dataset<Row> numbers = harness.spark().range(2).toDF();
    assertThatRows(numbers).containsExactlyInAnyOrder(1L, 0L);
    assertThatRows(numbers.sort("id")).containsExactly(0L, 1L);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThatRows(numbers).isEmpty())
        .withMessage(
            """
            Dataset

            Expecting no rows, but there were 2.
            The 2 rows that came:
               id
               0
               1""");
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    assertThatThrownBy(() -> assertThatRows(lines.toDF()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "This Dataset is a streaming one, so it has no rows before a query runs it:"
                + " harness.start(dataset, mode). See docs/errors/not-batch.md");
  }

  /** Two calls give one stream, as the columns of one Dataset are none of another. */
  @Test
  void theStreamOfAnInputIsOneDataset(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery query =
        harness.start(
            lines.toDF().filter(lines.toDF().col("value").equalTo("a")), OutputMode.Append());
    query.processAllAvailable();
    assertThat(query).table().containsExactly("a");
  }
}
