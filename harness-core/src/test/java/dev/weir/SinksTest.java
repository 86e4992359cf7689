package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.input.MemoryInput;
import dev.weir.query.QueryFailedException;
import dev.weir.query.TestQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.ForeachWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.Trigger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job's own sink runs as it is, and what it received is recorded. */
@ExtendWith(WithHarness.class)
class SinksTest {

  private static TestQuery foreachBatch(
      StreamHarness harness, MemoryInput<String> lines, VoidFunction2<Dataset<Row>, Long> write) {
    return harness.start(lines.toDF().writeStream().foreachBatch(write));
  }

  @Test
  void aBatchThatIsComputedTwiceIsRecordedOnce(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a", "b").add("c");
    List<Long> counts = new CopyOnWriteArrayList<>();
    TestQuery query =
        foreachBatch(
            harness,
            lines,
            (batch, id) -> {
              counts.add(batch.count());
              counts.add(batch.count());
            });
    query.processAllAvailable();
    Assertions.assertThat(counts).containsExactly(3L, 3L);
    assertThat(query).table().containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void aBatchThatIsNotReadHasNotBeenReceived(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery query = foreachBatch(harness, lines, (batch, id) -> {});
    query.processAllAvailable();
    assertThat(query).batch(0).isEmpty();
  }

  @Test
  void ofABatchThatIsReadInPartThatPartIsRecorded(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a", "b", "c");
    List<Row> taken = new CopyOnWriteArrayList<>();
    TestQuery query =
        foreachBatch(harness, lines, (batch, id) -> taken.addAll(batch.takeAsList(1)));
    query.processAllAvailable();
    Assertions.assertThat(taken).containsExactly(row("a"));
    assertThat(query).batch(0).containsExactlyInAnyOrder("a");
  }

  @Test
  void aBatchWhoseWriteFailsIsNotRecorded(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery query =
        foreachBatch(
            harness,
            lines,
            (batch, id) -> {
              throw new IllegalStateException("the database is gone");
            });
    assertThatThrownBy(query::processAllAvailable)
        .isInstanceOf(QueryFailedException.class)
        .hasRootCauseMessage("the database is gone");
    Assertions.assertThat(query.batches()).isEmpty();
  }

  @Test
  void filesAreWrittenAndRecorded(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    Path folder = harness.newFolder().resolve("out");
    TestQuery query =
        harness.start(
            lines.toDF().writeStream().format("parquet").option("path", folder.toString()));
    lines.add("a", "b");
    query.processAllAvailable();
    lines.add("c");
    query.processAllAvailable();

    assertThat(query).table().containsExactlyInAnyOrder("a", "b", "c");
    Assertions.assertThat(harness.spark().read().parquet(folder.toString()).collectAsList())
        .containsExactlyInAnyOrder(row("a"), row("b"), row("c"));
  }

  /** Keeps what it is given; static, since Spark sends a copy of it to each task. */
  static final class KeepingWriter extends ForeachWriter<Row> {
    private static final long serialVersionUID = 1L;
    static final List<String> KEPT = new CopyOnWriteArrayList<>();

    @Override
    public boolean open(long partitionId, long epochId) {
      return true;
    }

    @Override
    public void process(Row row) {
      KEPT.add(row.getString(0));
    }

    @Override
    public void close(Throwable error) {}
  }

  @Test
  void aForeachWriterIsRunAndRecorded(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a", "b");
    TestQuery query = harness.start(lines.toDF().writeStream().foreach(new KeepingWriter()));
    query.processAllAvailable();
    Assertions.assertThat(KeepingWriter.KEPT).containsExactlyInAnyOrder("a", "b");
    assertThat(query).table().containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aJobsOwnTriggerStays(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery query =
        harness.start(
            lines.toDF().writeStream().format("noop").trigger(Trigger.ProcessingTime("1 hour")));
    query.processAllAvailable();
    lines.add("b");
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactly("a", "b");

    TestQuery once =
        harness.start(lines.toDF().writeStream().format("noop").trigger(Trigger.AvailableNow()));
    once.processAllAvailable();
    Assertions.assertThat(once.isActive()).isFalse();
    assertThat(once).table().containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void completeModeReplacesTheTable(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery query = harness.start(lines.toDF().groupBy("value").count(), OutputMode.Complete());
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("a", 1L));
    assertThat(query).newRows().isEmpty();
    lines.add("a");
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("a", 2L));
    assertThat(query).table().containsExactlyInAnyOrder(row("a", 2L));
    assertThat(query).changeLog().containsExactly(row("a", 1L), row("a", 2L));
  }
}
