package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.window;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.ForeachWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports Spark's ForeachWriterSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class ForeachWriterParityTest {

  /** Notes what it is asked to do; one list for each time that it is opened. */
  private static class NotingWriter extends ForeachWriter<Integer> {
    private static final long serialVersionUID = 1L;

    /** Static, as Spark sends a copy of the writer to each task. */
    static final List<List<String>> NOTES = new CopyOnWriteArrayList<>();

    private final ArrayList<String> notes = new ArrayList<>();

    @Override
    public boolean open(long partition, long epoch) {
      notes.add("open " + partition + " of " + epoch);
      return true;
    }

    @Override
    public void process(Integer value) {
      notes.add("process " + value);
    }

    @Override
    public void close(Throwable error) {
      notes.add(error == null ? "close" : "close after " + error.getMessage());
      NOTES.add(List.copyOf(notes));
    }
  }

  private static final class FailingWriter extends NotingWriter {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(Integer value) {
      super.process(value);
      throw new IllegalStateException("the writer is broken");
    }
  }

  @BeforeEach
  void forgetNotes() {
    NotingWriter.NOTES.clear();
  }

  private static TestQuery start(
      StreamHarness harness, Dataset<Integer> result, OutputMode mode, NotingWriter writer) {
    return harness.start(result.writeStream().outputMode(mode).foreach(writer));
  }

  // ForeachWriterSuite "foreach() with `append` output mode"
  @Test
  void appendMode(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query =
        start(harness, numbers.toDS().repartition(2), OutputMode.Append(), new NotingWriter());
    numbers.add(1, 2, 3, 4);
    query.processAllAvailable();
    twoPartitionsWereWritten(0, "process 1", "process 2", "process 3", "process 4");
    assertThat(query).newRows().containsExactlyInAnyOrder(1, 2, 3, 4);

    NotingWriter.NOTES.clear();
    numbers.add(5, 6, 7, 8);
    query.processAllAvailable();
    twoPartitionsWereWritten(1, "process 5", "process 6", "process 7", "process 8");
    assertThat(query).newRows().containsExactlyInAnyOrder(5, 6, 7, 8);
  }

  private static void twoPartitionsWereWritten(long epoch, String... processed) {
    Assertions.assertThat(NotingWriter.NOTES)
        .extracting(notes -> notes.get(0))
        .containsExactlyInAnyOrder("open 0 of " + epoch, "open 1 of " + epoch);
    Assertions.assertThat(NotingWriter.NOTES)
        .flatMap(notes -> notes.subList(1, notes.size() - 1))
        .containsExactlyInAnyOrder(processed);
    Assertions.assertThat(NotingWriter.NOTES)
        .extracting(notes -> notes.get(notes.size() - 1))
        .containsExactly("close", "close");
  }

  // ForeachWriterSuite "foreach() with `complete` output mode"
  @Test
  void completeMode(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    Dataset<Integer> count =
        numbers
            .toDF()
            .groupBy()
            .count()
            .map((MapFunction<Row, Integer>) row -> (int) row.getLong(0), Encoders.INT());
    TestQuery query = start(harness, count, OutputMode.Complete(), new NotingWriter());
    numbers.add(1, 2, 3, 4);
    query.processAllAvailable();
    numbers.add(5, 6, 7, 8);
    query.processAllAvailable();
    Assertions.assertThat(NotingWriter.NOTES)
        .containsExactly(
            List.of("open 0 of 0", "process 4", "close"),
            List.of("open 0 of 1", "process 8", "close"));
    assertThat(query).table().containsExactlyInAnyOrder(8);
  }

  // ForeachWriterSuite "foreach with error"
  @Test
  void aWriterThatFailsIsClosedWithItsFailure(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query =
        start(harness, numbers.toDS().repartition(1), OutputMode.Append(), new FailingWriter());
    numbers.add(1, 2, 3, 4);
    assertThat(query)
        .fails()
        .withCause(IllegalStateException.class)
        .withMessageContaining("the writer is broken");
    Assertions.assertThat(query.isActive()).isFalse();
    // Which row comes first after a repartition is Spark's affair.
    Assertions.assertThat(NotingWriter.NOTES)
        .singleElement()
        .satisfies(
            notes ->
                Assertions.assertThat(notes)
                    .hasSize(3)
                    .startsWith("open 0 of 0")
                    .endsWith("close after the writer is broken"));
    Assertions.assertThat(query.batches()).isEmpty();
  }

  // ForeachWriterSuite "foreach with error not caused by ForeachWriter"
  @Test
  void aWriterIsClosedWhenItsInputFails(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    Dataset<Integer> failing =
        numbers
            .toDS()
            .repartition(1)
            .map((MapFunction<Integer, Integer>) n -> Math.floorDiv(n, 0), Encoders.INT());
    TestQuery query = start(harness, failing, OutputMode.Append(), new NotingWriter());
    numbers.add(1, 2, 3, 4);
    assertThat(query)
        .fails()
        .withCause(ArithmeticException.class)
        .withMessageContaining("/ by zero");
    Assertions.assertThat(NotingWriter.NOTES)
        .singleElement()
        .satisfies(
            notes -> {
              Assertions.assertThat(notes).hasSize(2).startsWith("open 0 of 0");
              Assertions.assertThat(notes.get(1)).startsWith("close after ");
            });
  }

  // ForeachWriterSuite "foreach with watermark: append"
  @Test
  void aWatermarkOpensItForBatchesWithoutData(StreamHarness harness) {
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    Dataset<Integer> counts =
        seconds
            .toDF()
            .withColumn("eventTime", timestamp_seconds(col("value")))
            .withWatermark("eventTime", "10 seconds")
            .groupBy(window(col("eventTime"), "5 seconds"))
            .count()
            .map((MapFunction<Row, Integer>) row -> (int) row.getLong(1), Encoders.INT())
            .repartition(1);
    TestQuery query = start(harness, counts, OutputMode.Append(), new NotingWriter());
    seconds.add(10, 11, 12);
    query.processAllAvailable();
    seconds.add(25);
    query.processAllAvailable();
    Assertions.assertThat(NotingWriter.NOTES)
        .containsExactly(
            List.of("open 0 of 0", "close"),
            List.of("open 0 of 1", "close"),
            List.of("open 0 of 2", "close"),
            List.of("open 0 of 3", "process 3", "close"));
    assertThat(query).lastStep().ranBatches(2, 3);
    assertThat(query).changeLog().containsExactlyInAnyOrder(3);
  }
}
