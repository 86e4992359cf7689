package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.SparkVersion;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import dev.weir.sink.Batch;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports Spark's TriggerAvailableNowSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class TriggerAvailableNowParityTest {

  // TriggerAvailableNowSuite "TriggerAvailableNow for multiple sources with TestMicroBatchStream"
  @Test
  void ofSeveralSources(StreamHarness harness) {
    Path target = harness.newFolder().resolve("data");
    FileInput files = harness.fileInput(FileInput.Format.TEXT);
    MemoryInput<Long> numbers = harness.memoryInput(Encoders.LONG());
    Dataset<Row> united =
        harness
            .spark()
            .readStream()
            .option("maxFilesPerTrigger", 1)
            .text(files.folder().toString())
            .union(numbers.toDF().selectExpr("CAST(value AS string)"));

    numbers.add(1L, 2L, 3L);
    files.addText("7").addText("8").addText("9");
    TestQuery first = start(harness, united, target);
    first.processAllAvailable();
    Assertions.assertThat(first.isActive()).isFalse();
    // One batch a file. No trigger is between them, so the step itself knows of the last one only.
    Assertions.assertThat(first.batches()).extracting(Batch::batchId).containsExactly(0L, 1L, 2L);
    rowsAreCountedInOneBatch(first);
    Assertions.assertThat(harness.spark().read().parquet(target.toString()).collectAsList())
        .containsExactlyInAnyOrder(row("1"), row("2"), row("3"), row("7"), row("8"), row("9"));

    numbers.add(4L, 5L, 6L);
    files.addText("10").addText("11").addText("12");
    TestQuery second = start(harness, united, target);
    second.processAllAvailable();
    Assertions.assertThat(second.isActive()).isFalse();
    Assertions.assertThat(second.batches()).extracting(Batch::batchId).containsExactly(3L, 4L, 5L);
    rowsAreCountedInOneBatch(second);
    assertThat(second).changeLog().containsExactlyInAnyOrder("4", "5", "6", "10", "11", "12");
    Assertions.assertThat(harness.spark().read().parquet(target.toString()).count()).isEqualTo(12);
  }

  /**
   * Spark counts the rows of a batch only if both sources have some: see SPARK-24050. Spark 3.3
   * counts those of the files alone.
   */
  private static void rowsAreCountedInOneBatch(TestQuery query) {
    Assertions.assertThat(query.streamingQuery().recentProgress())
        .extracting(StreamingQueryProgress::numInputRows)
        .containsExactly(SparkVersion.isAtLeast("3.4") ? 4L : 1L, 0L, 0L);
  }

  private static TestQuery start(StreamHarness harness, Dataset<Row> result, Path target) {
    return harness.start(
        result
            .writeStream()
            .format("parquet")
            .trigger(Trigger.AvailableNow())
            .option("checkpointLocation", "available-now")
            .option("path", target.toString()));
  }

  // TriggerAvailableNowSuite "TriggerAvailableNow for single source with TestMicroBatchStream"
  @Test
  void ofOneSource(StreamHarness harness) {
    MemoryInput<Long> numbers = harness.memoryInput(Encoders.LONG()).add(1L, 2L, 3L);
    TestQuery first = startInMemory(harness, numbers);
    first.processAllAvailable();
    assertThat(first).lastStep().ranBatches(0);
    Assertions.assertThat(harness.spark().table("numbers").collectAsList())
        .containsExactly(row(1L), row(2L), row(3L));

    numbers.add(4L, 5L, 6L);
    // Without a checkpoint it begins anew, and still takes all in one batch.
    TestQuery second = startInMemory(harness, numbers);
    second.processAllAvailable();
    assertThat(second).lastStep().ranBatches(0);
    Assertions.assertThat(harness.spark().table("numbers").collectAsList())
        .containsExactlyInAnyOrder(row(1L), row(2L), row(3L), row(4L), row(5L), row(6L));
  }

  private static TestQuery startInMemory(StreamHarness harness, MemoryInput<Long> numbers) {
    return harness.start(
        numbers
            .toDF()
            .writeStream()
            .format("memory")
            .queryName("numbers")
            .trigger(Trigger.AvailableNow()));
  }
}
