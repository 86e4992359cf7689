package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static java.time.Duration.ofSeconds;

import dev.weir.HarnessOptions;
import dev.weir.LocalSpark;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.time.Instant;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports what Spark's StreamingQuerySuite says of status and progress. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class StreamingQueryProgressParityTest {

  // StreamingQuerySuite "status, lastProgress, and recentProgress"
  @Test
  void ofAQueryFromStartToFailure(LocalSpark spark) {
    HarnessOptions atEpoch = HarnessOptions.defaults().withClockStartingAt(Instant.EPOCH);
    try (StreamHarness harness = StreamHarness.over(spark.newSession(), atEpoch)) {
      MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
      Dataset<Row> counts =
          numbers
              .toDS()
              .map((MapFunction<Integer, Integer>) n -> 10 / n, Encoders.INT())
              .groupBy()
              .count();
      TestQuery query = startEachSecond(harness, counts);
      StreamingQuery spoken = query.streamingQuery();
      Assertions.assertThat(spoken.recentProgress()).isEmpty();
      Assertions.assertThat(query.lastProgress()).isEmpty();

      numbers.add(1, 2);
      query.advanceTime(ofSeconds(1));
      assertThat(query).newRows().containsExactlyInAnyOrder(row(2L));
      StreamingQueryProgress first = query.lastProgress().orElseThrow();
      Assertions.assertThat(first.id()).isEqualTo(spoken.id());
      Assertions.assertThat(first.name()).isEqualTo(spoken.name());
      Assertions.assertThat(first.batchId()).isZero();
      Assertions.assertThat(first.timestamp()).isEqualTo("1970-01-01T00:00:01.000Z");
      Assertions.assertThat(first.numInputRows()).isEqualTo(2);
      // The suite lets a batch take half a second; here time stands still while it runs.
      Assertions.assertThat(first.durationMs()).containsEntry("triggerExecution", 0L);
      Assertions.assertThat(first.sources()[0].startOffset()).isNull();
      // Weir's input counts from one what Spark's counts from zero.
      Assertions.assertThat(first.sources()[0].endOffset()).isEqualTo("1");
      Assertions.assertThat(first.stateOperators()[0].numRowsUpdated()).isEqualTo(1);
      Assertions.assertThat(first.stateOperators()[0].numRowsTotal()).isEqualTo(1);
      Assertions.assertThat(spoken.status().message()).isEqualTo("Waiting for next trigger");
      Assertions.assertThat(spoken.status().isTriggerActive()).isFalse();
      Assertions.assertThat(spoken.status().isDataAvailable()).isTrue();

      numbers.add(1, 2);
      query.advanceTime(ofSeconds(1));
      assertThat(query).newRows().containsExactlyInAnyOrder(row(4L));
      StreamingQueryProgress second = query.lastProgress().orElseThrow();
      Assertions.assertThat(second.batchId()).isEqualTo(1);
      Assertions.assertThat(second.inputRowsPerSecond()).isEqualTo(2.0);
      Assertions.assertThat(second.sources()[0].startOffset()).isEqualTo("1");
      Assertions.assertThat(second.sources()[0].endOffset()).isEqualTo("2");

      query.advanceTime(ofSeconds(1));
      Assertions.assertThat(spoken.status().isDataAvailable()).isFalse();
      query.stop();
      Assertions.assertThat(spoken.status().message()).isEqualTo("Stopped");
      Assertions.assertThat(query.lastProgress()).contains(second);

      TestQuery failing = startEachSecond(harness, counts);
      numbers.add(0);
      assertThat(failing).fails().withCause(ArithmeticException.class);
      Assertions.assertThat(failing.streamingQuery().status().message())
          .startsWith("Terminated with exception");
      Assertions.assertThat(failing.streamingQuery().status().isTriggerActive()).isFalse();
    }
  }

  private static TestQuery startEachSecond(StreamHarness harness, Dataset<Row> result) {
    return harness.start(
        result
            .writeStream()
            .outputMode(OutputMode.Complete())
            .trigger(Trigger.ProcessingTime("1 second"))
            .format("noop")
            .option("checkpointLocation", "each-second"));
  }

  private static List<Long> rowsOfSources(TestQuery query) {
    return List.of(query.lastProgress().orElseThrow().sources()).stream()
        .map(SourceProgress::numInputRows)
        .toList();
  }

  // StreamingQuerySuite "input row calculation with same V2 source used twice in self-union"
  @Test
  void aSourceThatIsReadTwiceCountsTwice(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    Dataset<Row> stream = numbers.toDF();
    TestQuery query = harness.start(stream.union(stream), OutputMode.Append());
    // An input gives the same Dataset each time, as Spark's MemoryStream does.
    TestQuery ofTwo = harness.start(numbers.toDF().union(numbers.toDF()), OutputMode.Append());
    numbers.add(1, 2, 3);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(1, 1, 2, 2, 3, 3);
    Assertions.assertThat(rowsOfSources(query)).containsExactly(6L);
    ofTwo.processAllAvailable();
    assertThat(ofTwo).changeLog().containsExactlyInAnyOrder(1, 1, 2, 2, 3, 3);
    Assertions.assertThat(rowsOfSources(ofTwo)).containsExactly(6L);
  }

  // StreamingQuerySuite
  // "input row calculation with trigger having data for only one of two V2 sources"
  @Test
  void eachOfTwoSourcesCountsItsOwn(StreamHarness harness) {
    MemoryInput<Integer> one = harness.memoryInput(Encoders.INT());
    MemoryInput<Integer> two = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(one.toDF().union(two.toDF()), OutputMode.Append());
    one.add(1, 2, 3);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(1, 2, 3);
    Assertions.assertThat(rowsOfSources(query)).containsExactly(3L, 0L);
    two.add(4, 5);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(4, 5);
    Assertions.assertThat(rowsOfSources(query)).containsExactly(0L, 2L);
  }

  // StreamingQuerySuite "input row calculation with mixed batch and streaming V2 sources"
  @Test
  void aTableThatStaysDoesNotCount(StreamHarness harness) {
    Dataset<Row> table =
        harness
            .spark()
            .createDataFrame(
                List.of(row(1, "1"), row(2, "2")),
                new StructType().add("value", "int").add("anotherValue", "string"));
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(numbers.toDF().join(table, "value"), OutputMode.Append());
    numbers.add(1, 2, 3);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(row(1, "1"), row(2, "2"));
    Assertions.assertThat(rowsOfSources(query)).containsExactly(3L);
  }
}
