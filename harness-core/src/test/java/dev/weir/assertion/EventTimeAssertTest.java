package dev.weir.assertion;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.time.Instant;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithHarness.class)
class EventTimeAssertTest {

  @Test
  void stepsAndTheWatermark(StreamHarness harness) {
    MemoryInput<Row> clicks =
        harness.memoryInput(new StructType().add("at", DataTypes.TimestampType));
    TestQuery query =
        harness.start(
            "clicks",
            clicks
                .toDF()
                .withWatermark("at", "10 minutes")
                .groupBy(window(col("at"), "5 minutes"))
                .count(),
            OutputMode.Append());
    assertThat(query).lastStep().ranNothing();
    fails(
        () -> assertThat(query).watermark(),
        "Expecting query 'clicks', append mode to have a watermark, but it has none, or it has not"
            + " moved yet: a watermark moves at the end of a batch with event times."
            + " See docs/errors/late-rows.md");
    fails(
        () -> assertThat(query).lastStep().ranNoDataBatch(),
        "Expecting the last step of query 'clicks', append mode to have run a batch without new data,"
            + " but it has run no batch. See docs/errors/step.md");

    clicks.add(row(Instant.parse("2024-02-05T12:20:00Z")));
    query.processAllAvailable();
    assertThat(query).watermark().isEqualTo("2024-02-05T12:10:00Z");
    assertThat(query).lastStep().ranBatches(0, 1).ranNoDataBatch();
    fails(
        () -> assertThat(query).lastStep().ranBatches(0),
        "Expecting the last step of query 'clicks', append mode to have run batch [0], but it has run"
            + " batches [0, 1], without new data [1]. See docs/errors/step.md");
    fails(
        () -> assertThat(query).lastStep().ranNothing(),
        "Expecting the last step of query 'clicks', append mode to have run no batch, but it has run"
            + " batches [0, 1], without new data [1]. See docs/errors/step.md");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(query).watermark().isEqualTo("2024-02-05T12:20:00Z"))
        .withMessageContaining("[watermark of query 'clicks', append mode]");
  }

  private static void fails(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable assertion, String text) {
    assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessage(text);
  }
}
