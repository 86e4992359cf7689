package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports Spark's FileStreamSinkSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class FileStreamSinkParityTest {

  private static List<Row> written(StreamHarness harness, Path folder) {
    return harness.spark().read().parquet(folder.toString()).collectAsList();
  }

  // FileStreamSinkSuite "unpartitioned writing and batch reading"
  @Test
  void filesOfABatch(StreamHarness harness) {
    Path folder = harness.newFolder();
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            numbers.toDF().writeStream().format("parquet").option("path", folder.toString()));
    numbers.add(1, 2, 3);
    query.processAllAvailable();
    Assertions.assertThat(written(harness, folder))
        .containsExactlyInAnyOrder(row(1), row(2), row(3));
    assertThat(query).table().containsExactlyInAnyOrder(1, 2, 3);
  }

  // FileStreamSinkSuite "SPARK-21167: encode and decode path correctly"
  @Test
  void aPartitionWithASpaceInItsName(StreamHarness harness) {
    Path folder = harness.newFolder();
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query =
        harness.start(
            lines
                .toDF()
                .selectExpr("value", "length(value) AS len")
                .writeStream()
                .partitionBy("value")
                .format("parquet")
                .option("path", folder.toString()));
    lines.add("hello world");
    query.processAllAvailable();
    Assertions.assertThat(written(harness, folder)).containsExactly(row(11, "hello world"));
  }

  // FileStreamSinkSuite "partitioned writing and batch reading"
  @Test
  void partitions(StreamHarness harness) {
    Path folder = harness.newFolder();
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            numbers
                .toDF()
                .selectExpr("value AS id", "value * 1000 AS value")
                .writeStream()
                .partitionBy("id")
                .format("parquet")
                .option("path", folder.toString()));
    numbers.add(1, 2, 3);
    query.processAllAvailable();

    Dataset<Row> table = harness.spark().read().parquet(folder.toString());
    Assertions.assertThat(table.schema())
        .isEqualTo(
            new StructType().add("value", DataTypes.IntegerType).add("id", DataTypes.IntegerType));
    Assertions.assertThat(table.collectAsList())
        .containsExactlyInAnyOrder(row(1000, 1), row(2000, 2), row(3000, 3));
    // The recorder sees the columns as the query has them, before the sink takes the partition out.
    assertThat(query).table().containsExactlyInAnyOrder(row(1, 1000), row(2, 2000), row(3, 3000));
  }

  // FileStreamSinkSuite "writing with aggregation"
  @Test
  void windowsWhenTheyAreClosed(StreamHarness harness) {
    Path folder = harness.newFolder();
    MemoryInput<Long> seconds = harness.memoryInput(Encoders.LONG());
    TestQuery query =
        harness.start(
            seconds
                .toDF()
                .selectExpr("timestamp_seconds(value) AS timestamp")
                .withWatermark("timestamp", "10 seconds")
                .groupBy(window(col("timestamp"), "5 seconds"))
                .count()
                .selectExpr(
                    "CAST(window.start AS BIGINT) AS start",
                    "CAST(window.end AS BIGINT) AS end",
                    "count")
                .writeStream()
                .format("parquet")
                .option("path", folder.toString()));
    seconds.add(100L);
    query.processAllAvailable();
    Assertions.assertThat(written(harness, folder)).isEmpty();
    seconds.add(104L, 123L);
    query.processAllAvailable();
    Assertions.assertThat(written(harness, folder)).containsExactly(row(100L, 105L, 2L));
    seconds.add(140L);
    query.processAllAvailable();
    Assertions.assertThat(written(harness, folder))
        .containsExactlyInAnyOrder(row(100L, 105L, 2L), row(120L, 125L, 1L));
    assertThat(query).newRows().containsExactly(row(100L, 105L, 2L), row(120L, 125L, 1L));
  }

  // FileStreamSinkSuite "Update and Complete output mode not supported"
  @ParameterizedTest
  @ValueSource(strings = {"update", "complete"})
  void onlyAppendModeIsSupported(String mode, StreamHarness harness) {
    Path folder = harness.newFolder();
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    assertThatThrownBy(
            () ->
                harness.start(
                    numbers
                        .toDF()
                        .groupBy()
                        .count()
                        .writeStream()
                        .format("parquet")
                        .outputMode(mode)
                        .option("path", folder.toString())))
        .hasCauseInstanceOf(AnalysisException.class)
        .hasMessageContainingAll("not support", "output mode");
  }
}
