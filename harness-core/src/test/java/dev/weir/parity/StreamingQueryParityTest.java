package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.randn;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.QueryFailedException;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports what Spark's StreamingQuerySuite says of the life of a query. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class StreamingQueryParityTest {

  private static Dataset<Integer> sixthsOf(MemoryInput<Integer> numbers) {
    return numbers.toDS().map((MapFunction<Integer, Integer>) n -> 6 / n, Encoders.INT());
  }

  // StreamingQuerySuite "name unique in active queries"
  @Test
  void aNameIsGivenOnce(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery one = harness.start(numbers.toDF(), OutputMode.Append());
    TestQuery two = harness.start(numbers.toDF(), OutputMode.Append());
    // Spark gives no name of its own; Weir does, for its messages.
    Assertions.assertThat(one.streamingQuery().name()).isNull();
    Assertions.assertThat(two.streamingQuery().name()).isNull();
    Assertions.assertThat(one.name()).isNotEqualTo(two.name());
    TestQuery three = harness.start("q3", numbers.toDF(), OutputMode.Append());
    Assertions.assertThat(three.streamingQuery().name()).isEqualTo("q3");
    assertThatThrownBy(() -> harness.start("q3", numbers.toDF(), OutputMode.Append()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("q3");
  }

  // StreamingQuerySuite
  // "id unique in active queries + persists across restarts, runId unique across start/restarts"
  @Test
  void anIdOutlivesARun(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery one = harness.start(numbers.toDF(), OutputMode.Append());
    TestQuery two = harness.start(numbers.toDF(), OutputMode.Append());
    Assertions.assertThat(one.streamingQuery().id()).isNotEqualTo(two.streamingQuery().id());
    Assertions.assertThat(one.streamingQuery().runId()).isNotEqualTo(two.streamingQuery().runId());

    TestQuery first = Checkpointed.start(harness, numbers.toDF(), OutputMode.Append());
    first.stop();
    TestQuery again = Checkpointed.start(harness, numbers.toDF(), OutputMode.Append());
    Assertions.assertThat(again.streamingQuery().id()).isEqualTo(first.streamingQuery().id());
    Assertions.assertThat(again.streamingQuery().runId())
        .isNotEqualTo(first.streamingQuery().runId());

    harness.spark().conf().set("spark.sql.streaming.stopActiveRunOnRestart", "false");
    assertThatThrownBy(() -> Checkpointed.start(harness, numbers.toDF(), OutputMode.Append()))
        .isInstanceOf(QueryFailedException.class)
        .hasMessageContaining(again.streamingQuery().id().toString());
  }

  // StreamingQuerySuite "isActive, exception, and awaitTermination"
  @Test
  void itIsActiveUntilItIsStoppedOrFails(StreamHarness harness) throws Exception {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query = Checkpointed.start(harness, sixthsOf(numbers), OutputMode.Append());
    Assertions.assertThat(query.isActive()).isTrue();
    Assertions.assertThat(query.failure()).isEmpty();
    numbers.add(1, 2);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(6, 3);
    Assertions.assertThat(query.streamingQuery().awaitTermination(10)).isFalse();
    query.stop();
    Assertions.assertThat(query.isActive()).isFalse();
    Assertions.assertThat(query.failure()).isEmpty();
    Assertions.assertThat(query.streamingQuery().awaitTermination(10)).isTrue();

    TestQuery second = Checkpointed.start(harness, sixthsOf(numbers), OutputMode.Append());
    Assertions.assertThat(second.isActive()).isTrue();
    numbers.add(0);
    assertThat(second).fails().withCause(ArithmeticException.class);
    Assertions.assertThat(second.isActive()).isFalse();
    Assertions.assertThat(second.failure()).containsInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> second.streamingQuery().awaitTermination(10))
        .isInstanceOf(StreamingQueryException.class);
  }

  // StreamingQuerySuite "OneTime trigger, commit log, and exception"
  @Test
  void aBatchWithoutItsCommitRunsAgain(StreamHarness harness) throws IOException {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT()).add(1, 2);
    TestQuery first = once(harness, numbers);
    first.processAllAvailable();
    assertThat(first).changeLog().containsExactlyInAnyOrder(6, 3);
    Assertions.assertThat(first.isActive()).isFalse();
    Path commits = first.checkpointLocation().resolve("commits");
    Files.delete(commits.resolve("0"));
    Files.deleteIfExists(commits.resolve(".0.crc"));

    TestQuery again = once(harness, numbers);
    again.processAllAvailable();
    assertThat(again).batch(0).containsExactlyInAnyOrder(6, 3);
    numbers.add(3);
    TestQuery next = once(harness, numbers);
    next.processAllAvailable();
    assertThat(next).lastBatch().containsExactlyInAnyOrder(2);
    numbers.add(0);
    TestQuery failing = once(harness, numbers);
    assertThat(failing).fails().withCause(ArithmeticException.class);
    Assertions.assertThat(failing.isActive()).isFalse();
  }

  @SuppressWarnings("deprecation") // the scenario is about Trigger.Once
  private static TestQuery once(StreamHarness harness, MemoryInput<Integer> numbers) {
    return harness.start(
        sixthsOf(numbers)
            .writeStream()
            .format("noop")
            .trigger(Trigger.Once())
            .option("checkpointLocation", "once"));
  }

  // StreamingQuerySuite
  // "processAllAvailable should not block forever when a query is stopped - Trigger.AvailableNow"
  @Test
  void processingAllEndsWithTheQuery(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT()).add(1);
    TestQuery query =
        harness.start(
            numbers.toDF().writeStream().format("console").trigger(Trigger.AvailableNow()));
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(1);
    Assertions.assertThat(query.isActive()).isFalse();
  }

  // StreamingQuerySuite
  // "Rand/Randn in streaming query should not produce same results in each execution"
  @Test
  void chanceDiffersFromBatchToBatch(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            numbers.toDF().select(rand().as("rand"), randn().as("randn")), OutputMode.Append());
    numbers.add(1);
    query.processAllAvailable();
    numbers.add(2);
    query.processAllAvailable();
    assertThat(query).changeLog().column("rand").hasSize(2).doesNotHaveDuplicates();
    assertThat(query).changeLog().column("randn").hasSize(2).doesNotHaveDuplicates();
  }

  // StreamingQuerySuite "SPARK-32456: distinct in streaming query of complete mode"
  @Test
  void distinctInCompleteMode(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    numbers.toDF().createOrReplaceTempView("deduptest");
    TestQuery query =
        harness.start(
            harness.spark().sql("select distinct value from deduptest"), OutputMode.Complete());
    numbers.add(1, 2, 3, 3, 4);
    query.processAllAvailable();
    assertThat(query)
        .table()
        .containsExactlyInAnyOrderElementsOf(List.of(row(1), row(2), row(3), row(4)));
  }
}
