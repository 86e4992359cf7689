package dev.weir.samples;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import dev.weir.RunningJob;
import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.input.SocketInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import java.time.Instant;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@SparkStreamingTest
@ExtendWith(Verification.class)
class WindowedWordCountJobTest {
  private static final StructType LINES =
      new StructType().add("timestamp", TimestampType).add("value", StringType);

  @Test
  void appendModeEmitsAWindowOnceAndDropsLateLines(StreamHarness harness) {
    MemoryInput<Row> lines = harness.memoryInput(LINES);
    TestQuery counts =
        harness.start(
            WindowedWordCountJob.windowedCounts(lines.toDF(), "5 minutes", "10 minutes"),
            OutputMode.Append());

    lines.add(at("12:01", "cat dog"), at("12:04", "cat"));
    counts.processAllAvailable();
    assertThat(counts).newRows().isEmpty();

    lines.add(at("12:20", "cow"));
    counts.processAllAvailable();
    assertThat(counts).lastStep().ranNoDataBatch();
    assertThat(counts).watermark().isEqualTo(time("12:10"));
    assertThat(counts)
        .newRows()
        .containsExactlyInAnyOrder(
            row(row(time("12:00"), time("12:05")), "cat", 2L),
            row(row(time("12:00"), time("12:05")), "dog", 1L));

    lines.add(at("12:03", "cat"));
    counts.processAllAvailable();
    assertThat(counts).newRows().isEmpty();
    assertThat(counts).hasLateRows(1);
  }

  @Test
  void theJobAsItIsShipped(StreamHarness harness) {
    SocketInput socket = harness.socketInput();
    RunningJob job =
        harness.run(
            WindowedWordCountJob::main,
            "--port=" + socket.port(),
            "--host=" + socket.host(),
            "--window=1 hour",
            "--watermark=1 second");

    socket.send("cat dog");
    job.query().processAllAvailable();

    // The window is open: no line of a later hour has come.
    assertThat(job.query()).table().isEmpty();
    Assertions.assertThat(job.consoleOutput()).contains("|window|word|count|");
  }

  private static Row at(String time, String line) {
    return row(time(time), line);
  }

  private static Instant time(String time) {
    return Instant.parse("2024-02-05T" + time + ":00Z");
  }
}
