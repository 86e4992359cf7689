package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each kind of trigger keeps its meaning, and fires when the test says so. */
@ExtendWith(WithHarness.class)
class TriggersTest {

  /** Counts by windows of ten seconds, with no delay allowed. */
  private static Dataset<Row> windows(MemoryInput<Long> seconds) {
    return seconds
        .toDF()
        .select(timestamp_seconds(col("value")).as("time"))
        .withWatermark("time", "0 seconds")
        .groupBy(window(col("time"), "10 seconds"))
        .count()
        .selectExpr("unix_timestamp(window.start) as start", "count");
  }

  @Test
  void theDefaultTriggerFiresWithEachStep(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start(lines.toDF(), OutputMode.Append());
    lines.add("a").add("b");
    Assertions.assertThat(query.processNextBatch().batchIds()).containsExactly(0L);
    query.processAllAvailable();
    assertThat(query).lastStep().ranNothing();
    assertThat(query).batch(0).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void availableNowIsSteppedBatchByBatchAndEnds(StreamHarness harness) {
    FileInput files = harness.fileInput(FileInput.Format.TEXT);
    files.addText("a").addText("b").addText("c");
    TestQuery query =
        harness.start(
            harness
                .spark()
                .readStream()
                .option("maxFilesPerTrigger", 1)
                .text(files.folder().toString())
                .writeStream()
                .format("noop")
                .trigger(Trigger.AvailableNow()));
    query.processNextBatch();
    assertThat(query).newRows().hasSize(1);
    Assertions.assertThat(query.isActive()).isTrue();
    query.processAllAvailable();
    assertThat(query).lastStep().ranBatches(1, 2);
    assertThat(query).table().containsExactlyInAnyOrder("a", "b", "c");
    Assertions.assertThat(query.isActive()).isFalse();
  }

  @Test
  void availableNowTakesWhatWasThereWhenItStarted(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput("lines", Encoders.STRING()).add("before");
    TestQuery query =
        harness.start(lines.toDF().writeStream().format("noop").trigger(Trigger.AvailableNow()));
    lines.add("after");
    query.processAllAvailable();
    assertThat(query).table().containsExactly("before");
    Assertions.assertThat(harness.findings())
        .containsExactly(
            query
                + " has ended without the rows that were added to memory input 'lines' after it had"
                + " started: Trigger.AvailableNow takes what is there at its start");
  }

  /** Fact 10: no batch without data follows, so the window that closes is not emitted. */
  @Test
  @SuppressWarnings("deprecation")
  void onceRunsNoBatchWithoutDataWhereAvailableNowDoes(StreamHarness harness) {
    MemoryInput<Long> seconds = harness.memoryInput(Encoders.LONG()).add(1L, 25L);
    Dataset<Row> windows = windows(seconds);

    TestQuery once = harness.start(windows.writeStream().format("noop").trigger(Trigger.Once()));
    once.processAllAvailable();
    assertThat(once).lastStep().ranBatches(0);
    assertThat(once).table().isEmpty();
    Assertions.assertThat(once.isActive()).isFalse();

    TestQuery availableNow =
        harness.start(windows.writeStream().format("noop").trigger(Trigger.AvailableNow()));
    availableNow.processAllAvailable();
    assertThat(availableNow).lastStep().ranBatches(0, 1).ranNoDataBatch();
    assertThat(availableNow).table().containsExactly(row(0L, 1L));
  }

  /** Fact 9: the batch without data closes windows in append mode; a complete result needs none. */
  @Test
  void aBatchWithoutDataFollowsWhereItCanEmitSomething(StreamHarness harness) {
    MemoryInput<Long> seconds = harness.memoryInput(Encoders.LONG());
    TestQuery append = harness.start(windows(seconds), OutputMode.Append());
    TestQuery update = harness.start(windows(seconds), OutputMode.Update());
    TestQuery complete = harness.start(windows(seconds), OutputMode.Complete());
    seconds.add(1L, 25L);
    append.processAllAvailable();
    assertThat(append).lastStep().ranBatches(0, 1).ranNoDataBatch();
    assertThat(append).newRows().containsExactly(row(0L, 1L));
    update.processAllAvailable();
    assertThat(update).lastStep().ranBatches(0, 1).ranNoDataBatch();
    complete.processAllAvailable();
    assertThat(complete).lastStep().ranBatches(0);
  }

  /** Fact 9: the setting changes the answer, and stays the job's. */
  @Test
  void withoutBatchesWithoutDataAWindowWaitsForTheNextRows(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.streaming.noDataMicroBatches.enabled", false);
    MemoryInput<Long> seconds = harness.memoryInput(Encoders.LONG()).add(1L, 25L);
    TestQuery query = harness.start(windows(seconds), OutputMode.Append());
    query.processAllAvailable();
    assertThat(query).lastStep().ranBatches(0);
    assertThat(query).table().isEmpty();
    seconds.add(26L);
    query.processAllAvailable();
    assertThat(query).table().containsExactly(row(0L, 1L));
  }

  @Test
  void anIntervalIsNotWaitedFor(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery query =
        harness.start(
            lines.toDF().writeStream().format("noop").trigger(Trigger.ProcessingTime("1 day")));
    query.processAllAvailable();
    assertThat(query).lastStep().ranBatches(0);
    lines.add("b");
    query.advanceTime(ofMinutes(1));
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactly("a", "b");
  }

  @Test
  void aContinuousQueryIsSteppedEpochByEpoch(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query =
        harness.start(
            lines
                .toDF()
                .selectExpr("upper(value) as line")
                .writeStream()
                .format("noop")
                .trigger(Trigger.Continuous("1 hour")));
    lines.add("a", "b").add("c");
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder("A", "B", "C");
    assertThat(query).lastStep().ranBatches(0);
    query.processAllAvailable();
    assertThat(query).lastStep().ranNothing();
    lines.add("d");
    query.advanceTime(ofSeconds(3599));
    query.processNextBatch();
    assertThat(query).newRows().containsExactly("A", "B", "C", "D");
    Assertions.assertThat(query.rowsIn()).isEqualTo(4);
    Assertions.assertThat(harness.findings()).isEmpty();
  }

  @Test
  void aContinuousQueryGoesOnFromItsCheckpoint(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    var writer =
        lines
            .toDF()
            .writeStream()
            .format("noop")
            .option("checkpointLocation", "echo")
            .trigger(Trigger.Continuous("1 second"));
    TestQuery first = harness.start(writer);
    first.processAllAvailable();
    first.stop();
    lines.add("b");
    TestQuery second = harness.start(writer);
    second.processAllAvailable();
    assertThat(second).table().containsExactly("b");
    Assertions.assertThat(second.lastStep().batchIds()).hasSize(1);
  }

  @Test
  void aContinuousQueryThatFailsSaysWhy(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("no number");
    harness.spark().conf().set("spark.sql.ansi.enabled", true);
    TestQuery query =
        harness.start(
            lines
                .toDF()
                .selectExpr("cast(value as int)")
                .writeStream()
                .format("noop")
                .trigger(Trigger.Continuous("1 second")));
    assertThat(query).fails().withCause(NumberFormatException.class);
  }

  /** A job that waits for a query that ends by itself may be called on the test's own thread. */
  @Test
  void awaitingTheEndOfAQueryThatEndsTakesItsSteps(StreamHarness harness) throws Exception {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    StreamingQuery query =
        lines.toDF().writeStream().format("noop").trigger(Trigger.AvailableNow()).start();
    query.awaitTermination();
    Assertions.assertThat(query.isActive()).isFalse();
    lines.toDF().writeStream().format("noop").trigger(Trigger.AvailableNow()).start();
    harness.spark().streams().awaitAnyTermination();
    assertThat(harness.queries().get(1)).table().containsExactly("a");
    assertThat(harness.queries().get(0)).table().containsExactly("a");
  }

  @Test
  void awaitingTheEndOfAQueryThatNobodyStepsIsRefused(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery query = harness.start("echo", lines.toDF(), OutputMode.Append());
    assertThatThrownBy(query.streamingQuery()::awaitTermination)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Nobody would let query 'echo' run while this thread waits in awaitTermination(): the"
                + " harness owns its triggers, and they come with this thread's steps. Run a job"
                + " that waits for its query with harness.run(...), or call processAllAvailable()"
                + " instead. See docs/errors/await-termination.md");
    assertThatThrownBy(harness.spark().streams()::awaitAnyTermination)
        .hasMessageStartingWith("Nobody would let query 'echo' run");
    harness.spark().streams().active()[0].processAllAvailable();
    harness.spark().streams().get(query.streamingQuery().id()).processAllAvailable();
    assertThat(query).table().containsExactly("a");
    query.processAllAvailable();
    Assertions.assertThat(query.batches())
        .extracting(b -> List.copyOf(b.rows()).size())
        .contains(1);
  }

  /** A step that was cut off must not look like one that had nothing to do. */
  @Test
  void aQueryThatIsStoppedInTheMiddleOfAStep(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery query =
        harness.start(
            lines
                .toDF()
                .writeStream()
                .queryName("stopped")
                .foreachBatch(
                    (VoidFunction2<Dataset<Row>, Long>)
                        (batch, id) -> {
                          new Thread(harness.queries().get(0)::stop).start();
                          new CountDownLatch(1).await();
                        }));
    assertThatThrownBy(query::processAllAvailable)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Query 'stopped' was stopped by someone else while it was to process all that was added:"
                + " the job, another thread of the test, or a listener has called stop(). Let it"
                + " process first. See docs/errors/query-ended.md");
  }
}
