package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import dev.weir.input.SocketInput;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left of the actions of Spark's StreamTest when the other tests have shown theirs. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class StreamTestActionsTest {
  private static final StructType PERSON = StructType.fromDDL("id int, name string");

  // AddFileData, with each of its formats
  @ParameterizedTest
  @EnumSource(names = {"JSON", "CSV", "ORC", "PARQUET"})
  void addFileData(FileInput.Format format, StreamHarness harness) {
    FileInput people = harness.fileInput(format, PERSON);
    TestQuery query = harness.start(people.toDF(), OutputMode.Append());
    people.add(row(1, "ann"), row(2, "bob"));
    query.processAllAvailable();
    people.add(row(3, "eve"));
    query.processAllAvailable();
    assertThat(query).batch(0).containsExactlyInAnyOrder(row(1, "ann"), row(2, "bob"));
    assertThat(query).batch(1).containsExactlyInAnyOrder(row(3, "eve"));
  }

  // AddTextFileDataWithSpaceInFileName
  @Test
  void aFileWithASpaceInItsName(StreamHarness harness) throws IOException {
    FileInput lines = harness.fileInput(FileInput.Format.TEXT);
    TestQuery query = harness.start(lines.toDF(), OutputMode.Append());
    Path elsewhere = Files.writeString(harness.newFolder().resolve("two words.txt"), "a\n");
    Files.move(elsewhere, lines.folder().resolve("two words.txt"));
    query.processAllAvailable();
    assertThat(query).table().containsExactly("a");
  }

  // AddSocketData
  @Test
  void addSocketData(StreamHarness harness) {
    SocketInput lines = harness.socketInput();
    TestQuery query = harness.start(lines.toDF(), OutputMode.Append());
    lines.send("a", "b");
    query.processAllAvailable();
    lines.send("c");
    query.processAllAvailable();
    assertThat(query).changeLog().hasSize(3).contains("c");
  }

  // AdvanceRateManualClock, with the answer of RateStreamProviderSuite "basic"
  @Test
  void rowsAsTimePasses(StreamHarness harness) {
    TestQuery query =
        harness.start(
            harness
                .spark()
                .readStream()
                .format("rate")
                .option("rowsPerSecond", 10)
                .option("useManualClock", true)
                .load()
                .selectExpr("unix_millis(timestamp)", "value"),
            OutputMode.Append());
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    query.advanceTime(Duration.ofSeconds(1));
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, 10).mapToObj(v -> row(v * 100, v)).toList());
    harness.advanceTime(Duration.ofSeconds(1));
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(10, 20).mapToObj(v -> row(v * 100, v)).toList());
  }

  // the rate source by batches, and not by a clock
  @Test
  void rowsAtARate(StreamHarness harness) {
    TestQuery query =
        harness.start(
            harness
                .spark()
                .readStream()
                .format("rate-micro-batch")
                .option("rowsPerBatch", 3)
                .option("startTimestamp", 1000)
                .option("advanceMillisPerBatch", 50)
                .load()
                .selectExpr("unix_millis(timestamp)", "value"),
            OutputMode.Append());
    query.processNextBatch();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(row(1000L, 0L), row(1000L, 1L), row(1000L, 2L));
    query.processNextBatch();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(row(1050L, 3L), row(1050L, 4L), row(1050L, 5L));
  }

  // CheckAnswerRowsContains, CheckAnswerRowsByFunc, CheckLastBatch
  @Test
  void looksAtAnAnswer(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(numbers.toDF(), OutputMode.Append());
    numbers.add(1, 2, 3);
    query.processAllAvailable();
    numbers.add(4);
    query.processAllAvailable();
    assertThat(query).changeLog().contains(2, 4);
    assertThat(query).lastBatch().containsExactly(4);
    assertThat(query).changeLog().allMatch(r -> r.getInt(0) > 0, "positive");
    List<Row> rows = query.changeLog().rows();
    Assertions.assertThat(rows).extracting(r -> r.getInt(0)).isSorted();
  }

  // Execute, Assert, AssertOnQuery, AssertOnLastQueryStatus: plain Java between two steps
  @Test
  void anythingBetweenTwoSteps(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT()).add(1);
    TestQuery query = harness.start(numbers.toDF(), OutputMode.Append());
    query.processAllAvailable();
    // Lever.NO_IDLE_TRIGGERS spares the trigger that finds nothing more after a batch.
    query.processAllAvailable();
    Assertions.assertThat(query.streamingQuery().status().message())
        .isEqualTo("Waiting for next trigger");
    Assertions.assertThat(query.streamingQuery().status().isDataAvailable()).isFalse();
    Assertions.assertThat(query.lastProgress())
        .hasValueSatisfying(
            progress -> Assertions.assertThat(progress.numInputRows()).isEqualTo(1));
  }

  // StreamProgressLockedActions, MultiAddData: a query that is between two steps is locked
  @Test
  void severalAddsAreSeenTogether(StreamHarness harness) {
    MemoryInput<Integer> left = harness.memoryInput(Encoders.INT());
    MemoryInput<Integer> right = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(left.toDF().union(right.toDF()), OutputMode.Append());
    for (int round = 0; round < 40; round++) {
      left.add(1);
      right.add(2);
      query.processAllAvailable();
      assertThat(query).lastStep().ranBatches(round);
      assertThat(query).lastBatch().containsExactlyInAnyOrder(1, 2);
    }
  }

  // assertEventStats
  @Test
  void eventTimesOfABatch(StreamHarness harness) {
    MemoryInput<Long> seconds = harness.memoryInput(Encoders.LONG());
    TestQuery query =
        harness.start(
            seconds
                .toDF()
                .selectExpr("timestamp_seconds(value) as time")
                .withWatermark("time", "10 seconds"),
            OutputMode.Append());
    seconds.add(10L, 20L, 60L);
    query.processAllAvailable();
    Assertions.assertThat(query.progress(0).orElseThrow().eventTime())
        .containsEntry("min", "1970-01-01T00:00:10.000Z")
        .containsEntry("max", "1970-01-01T00:01:00.000Z")
        .containsEntry("avg", "1970-01-01T00:00:30.000Z")
        .containsEntry("watermark", "1970-01-01T00:00:00.000Z");
  }
}
