package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports Spark's MemorySinkSuite: Spark's sink is run as it is, and Weir records beside it. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class MemorySinkParityTest {

  private static TestQuery start(StreamHarness harness, Dataset<Row> result, OutputMode mode) {
    return harness.start(
        result.writeStream().format("memory").outputMode(mode).queryName("memStream"));
  }

  private static List<Row> inSparksTable(StreamHarness harness) {
    return harness.spark().table("memStream").collectAsList();
  }

  // MemorySinkSuite "registering as a table in Append output mode"
  @Test
  void appendMode(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query = start(harness, numbers.toDF(), OutputMode.Append());
    numbers.add(1, 2, 3);
    query.processAllAvailable();
    Assertions.assertThat(inSparksTable(harness)).containsExactly(row(1), row(2), row(3));
    numbers.add(4, 5, 6);
    query.processAllAvailable();
    Assertions.assertThat(inSparksTable(harness))
        .containsExactly(row(1), row(2), row(3), row(4), row(5), row(6));
    assertThat(query).lastBatch().containsExactlyInAnyOrder(4, 5, 6);
    assertThat(query).table().containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
  }

  // MemorySinkSuite "registering as a table in Complete output mode"
  @Test
  void completeMode(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query =
        start(harness, numbers.toDF().groupBy("value").count(), OutputMode.Complete());
    numbers.add(1, 2, 3);
    query.processAllAvailable();
    Assertions.assertThat(inSparksTable(harness))
        .containsExactlyInAnyOrder(row(1, 1L), row(2, 1L), row(3, 1L));
    numbers.add(4, 5, 6);
    query.processAllAvailable();
    Row[] counts = {row(1, 1L), row(2, 1L), row(3, 1L), row(4, 1L), row(5, 1L), row(6, 1L)};
    Assertions.assertThat(inSparksTable(harness)).containsExactlyInAnyOrder(counts);
    assertThat(query).table().containsExactlyInAnyOrder((Object[]) counts);
  }

  // MemorySinkSuite "registering as a table in Update output mode"
  @Test
  void updateMode(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query = start(harness, numbers.toDF(), OutputMode.Update());
    numbers.add(1, 2, 3);
    query.processAllAvailable();
    numbers.add(4, 5, 6);
    query.processAllAvailable();
    Assertions.assertThat(inSparksTable(harness))
        .containsExactly(row(1), row(2), row(3), row(4), row(5), row(6));
    assertThat(query).table("value").containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
  }

  // MemorySinkSuite "error when no name is specified"
  @Test
  void aNameIsNeeded(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    assertThatThrownBy(() -> harness.start(numbers.toDF().writeStream().format("memory")))
        .hasCauseInstanceOf(AnalysisException.class)
        .hasMessageContaining("queryName must be specified");
  }

  // MemorySinkSuite "error if attempting to resume specific checkpoint"
  @Test
  void itDoesNotResume(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT()).add(1, 2, 3);
    TestQuery first = startAtCheckpoint(harness, numbers);
    first.processAllAvailable();
    first.stop();
    assertThatThrownBy(() -> startAtCheckpoint(harness, numbers))
        .hasCauseInstanceOf(AnalysisException.class)
        .hasMessageContaining("does not support recovering from checkpoint location");
  }

  private static TestQuery startAtCheckpoint(StreamHarness harness, MemoryInput<Integer> numbers) {
    return harness.start(
        numbers
            .toDF()
            .writeStream()
            .format("memory")
            .queryName("memStream")
            .option("checkpointLocation", "checkpoint"));
  }
}
