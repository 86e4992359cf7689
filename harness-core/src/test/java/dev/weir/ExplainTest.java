package dev.weir;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithHarness.class)
class ExplainTest {

  @Test
  void aWordCount(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput("lines", Encoders.STRING());
    Dataset<Row> counts =
        lines.toDF().select(explode(split(col("value"), " ")).as("word")).groupBy("word").count();
    TestQuery query = harness.start("counts", counts, OutputMode.Update());
    lines.add("cat dog");
    query.processAllAvailable();
    assertThat(query.explain())
        .isEqualTo(
            """
            Query 'counts', update mode, ProcessingTimeTrigger(0)

            Plan, from the sink to the sources:
               Aggregate [word], [word, count(1) AS count]
                 Project [word]
                   Generate explode(split(value,  , -1)), false, [word]
                     MemoryInput[lines]

            State:
               Aggregate: a row for each key, for ever: no key has a watermark
               operator 0 (stateStoreSave), store default

            Output modes:
               append         refused: Append output mode not supported when there are streaming aggregations on streaming DataFrames/DataSets without watermark
               update         taken, and this query's
               complete       taken

            What each trigger runs in update mode:
               ProcessingTime a batch when there are new rows
               AvailableNow   batches until all is processed that was there at the start
               Once           one batch of all that is there, whatever limit a source has
               Continuous     refused: Continuous processing does not support Generate operations.
            """);
  }

  @Test
  void windowsBeforeTheyRun(StreamHarness harness) {
    MemoryInput<Row> clicks =
        harness.memoryInput(new StructType().add("at", DataTypes.TimestampType));
    Dataset<Row> windows =
        clicks
            .toDF()
            .withWatermark("at", "10 minutes")
            .groupBy(window(col("at"), "5 minutes"))
            .count();
    assertThat(harness.explain(windows))
        .startsWith(
            "A streaming Dataset\n\nPlan, from the sink to the sources:\n   Aggregate [window")
        .contains(
            """
            State:
               Aggregate: a row for each key, until the watermark has passed it

            Output modes:
               append         taken
               update         taken
               complete       taken

            What each trigger runs in append and update mode:
               ProcessingTime a batch when there are new rows; one without data when the watermark has moved
               AvailableNow   batches until all is processed that was there at the start; one without data when the watermark has moved
               Once           one batch of all that is there, whatever limit a source has; none without data, so what the watermark closes waits for the next run
               Continuous     refused: Continuous processing does not support EventTimeWatermark operations.
            """);
    TestQuery complete = harness.start("windows", windows, OutputMode.Complete());
    assertThat(complete.explain())
        .contains("   ProcessingTime a batch when there are new rows\n")
        .contains("whatever limit a source has\n");
    harness.spark().conf().set("spark.sql.streaming.noDataMicroBatches.enabled", "false");
    assertThat(harness.explain(windows))
        .contains(
            "   ProcessingTime a batch when there are new rows; none without data"
                + " (spark.sql.streaming.noDataMicroBatches.enabled=false), so that what the"
                + " watermark closes comes with the next rows\n");
  }

  @Test
  void whatCanRunContinuously(StreamHarness harness) {
    Dataset<Row> lines = harness.memoryInput("lines", Encoders.STRING()).toDF();
    assertThat(harness.explain(lines))
        .isEqualTo(
            """
            A streaming Dataset

            Plan, from the sink to the sources:
               MemoryInput[lines]

            State:
               none

            Output modes:
               append         taken
               update         taken
               complete       refused: Complete output mode not supported when there are no streaming aggregations on streaming DataFrames/Datasets

            What each trigger runs in append and update mode:
               ProcessingTime a batch when there are new rows
               AvailableNow   batches until all is processed that was there at the start
               Once           one batch of all that is there, whatever limit a source has
               Continuous     no batches: tasks that run for ever, and epochs in their output
            """);
    assertThat(harness.explain(harness.fileInput(FileInput.Format.TEXT).toDF()))
        .contains("   Continuous     refused: ");
  }

  @Test
  void aBatchHasNoTriggers(StreamHarness harness) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> harness.explain(harness.spark().range(1)))
        .withMessage(
            "This Dataset is not a streaming one, so no trigger runs it: make it from the stream of"
                + " an input, such as input.toDF(). See docs/errors/not-streaming.md");
  }
}
