package dev.weir.samples;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.LocalSpark;
import dev.weir.StreamHarness;
import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import dev.weir.input.SocketInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import dev.weir.sink.ForeachCall;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.ForeachWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Inputs, recorder and views where the tasks run in other JVMs. */
@Tag("cluster")
@SparkStreamingTest(shufflePartitions = 2)
class ClusterTest {

  @Test
  void tasksRunInTwoProcessesThatAreNotThisOne(StreamHarness harness) {
    assertThat(System.getProperty(LocalSpark.MASTER_PROPERTY)).startsWith("spark://");
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            numbers
                .toDS()
                .map(
                    (MapFunction<Integer, Long>) n -> ProcessHandle.current().pid(),
                    Encoders.LONG())
                .toDF("pid"),
            OutputMode.Append());
    Set<Row> processes = new HashSet<>();
    // One executor may come later than the other, so there are batches until both have worked.
    for (int batch = 0; batch < 50 && processes.size() < 2; batch++) {
      numbers.add(1).add(2).add(3).add(4);
      query.processAllAvailable();
      processes.addAll(query.changeLog().rows());
    }
    assertThat(processes).hasSize(2).doesNotContain(row(ProcessHandle.current().pid()));
  }

  @Test
  void aMemoryInputAndState(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start(words.toDF().groupBy("value").count(), OutputMode.Update());
    words.add("cat", "dog").add("cat");
    query.processAllAvailable();
    words.add("cat");
    query.processAllAvailable();
    assertThat(query).newRows().contains(row("cat", 3L));
    assertThat(query).table("value").containsExactlyInAnyOrder(row("cat", 3L), row("dog", 1L));
    assertThat(query).state().containsExactlyInAnyOrder(row("cat", 3L), row("dog", 1L));
  }

  @Test
  void lateRowsAreNamed(StreamHarness harness) {
    MemoryInput<Row> clicks =
        harness.memoryInput(StructType.fromDDL("time timestamp, user string"));
    TestQuery query =
        harness.start(
            clicks
                .toDF()
                .withWatermark("time", "10 minutes")
                .groupBy(window(col("time"), "5 minutes"), col("user"))
                .count(),
            OutputMode.Append());
    clicks.add(row(Instant.parse("2024-02-05T12:20:00Z"), "b"));
    query.processAllAvailable();
    clicks.add(row(Instant.parse("2024-02-05T12:03:00Z"), "a"));
    query.processAllAvailable();
    assertThat(query)
        .lateRows()
        .containsExactlyInAnyOrder(row(Instant.parse("2024-02-05T12:03:00Z"), "a"));
  }

  @Test
  void aSocketAFileAndAMemoryInput(StreamHarness harness) {
    MemoryInput<String> memory = harness.memoryInput(Encoders.STRING());
    FileInput files = harness.fileInput(FileInput.Format.TEXT);
    SocketInput socket = harness.socketInput();
    TestQuery query =
        harness.start(memory.toDF().union(files.toDF()).union(socket.toDF()), OutputMode.Append());
    query.processNextBatch();
    memory.add("m");
    files.addText("f");
    socket.send("s");
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder("m", "f", "s");
  }

  /** What it does on the driver is done in the test's JVM. */
  @Test
  void aForeachBatch(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a").add("b");
    List<Row> written = new CopyOnWriteArrayList<>();
    TestQuery query =
        harness.start(
            lines
                .toDF()
                .writeStream()
                .foreachBatch(
                    (VoidFunction2<Dataset<Row>, Long>)
                        (batch, id) -> written.addAll(batch.collectAsList())));
    query.processAllAvailable();
    assertThat(written).containsExactlyInAnyOrder(row("a"), row("b"));
    assertThat(query).table().containsExactlyInAnyOrder("a", "b");
  }

  /** Does nothing, in the executors. */
  static final class Nothing extends ForeachWriter<Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean open(long partitionId, long epochId) {
      return true;
    }

    @Override
    public void process(Row row) {}

    @Override
    public void close(Throwable error) {}
  }

  @Test
  void theCallsOfAForeachWriter(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a").add("b", "c");
    TestQuery query = harness.start(lines.toDF().writeStream().foreach(new Nothing()));
    query.processAllAvailable();
    assertThat(query.foreachCalls())
        .containsExactlyInAnyOrder(
            new ForeachCall(0, 0, true, 1, Optional.empty()),
            new ForeachCall(0, 1, true, 2, Optional.empty()));
    assertThat(query).table().containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void aFailureHasTheTasksOwnException(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT()).add(1, 0);
    TestQuery query =
        harness.start(
            numbers.toDS().map((MapFunction<Integer, Integer>) n -> 1 / n, Encoders.INT()),
            OutputMode.Append());
    assertThat(query).fails().withCause(ArithmeticException.class).inBatch(0);
  }

  @Test
  void aContinuousQueryOverAMemoryInputSaysThatItCannot(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT()).add(1);
    assertThatThrownBy(
            () ->
                harness.start(
                    numbers
                        .toDF()
                        .writeStream()
                        .format("noop")
                        .trigger(Trigger.Continuous("1 second"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "A continuous query reads a memory input only where its tasks run in the test's JVM, but"
                + " the master is "
                + System.getProperty(LocalSpark.MASTER_PROPERTY)
                + ". Use a local master, or micro-batches. See docs/errors/continuous-trigger.md");
    TestQuery batches = harness.start(numbers.toDF(), OutputMode.Append());
    batches.processAllAvailable();
    assertThat(batches).table().containsExactly(1);
  }
}
