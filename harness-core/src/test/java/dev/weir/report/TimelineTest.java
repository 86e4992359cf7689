package dev.weir.report;

import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.HarnessOptions;
import dev.weir.LocalSpark;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.assertion.WeirAssertions;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a timeline knows of real queries. */
@ExtendWith(WithHarness.class)
class TimelineTest {

  @Test
  void knowsWhatEachBatchGotAndGave(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput("lines", Encoders.STRING());
    TestQuery counts =
        harness.start("counts", lines.toDF().groupBy("value").count(), OutputMode.Update());
    lines.add("cat", "dog", "cat");
    counts.processAllAvailable();
    lines.add("cat");
    counts.processNextBatch();
    counts.table("value");
    QueryTimeline query = harness.timeline().queries().get(0);
    assertThat(query.name()).isEqualTo("counts");
    assertThat(query.outputMode()).isEqualTo("update");
    assertThat(query.sink()).isEqualTo("NoopTable");
    assertThat(query.keys()).containsExactly("value");
    assertThat(query.keysAsked()).isTrue();
    assertThat(query.operators()).containsExactly("stateStoreSave");
    Moment.Batch first = query.batches().get(0);
    assertThat(first.inputs())
        .containsExactly(
            new Moment.InputRows("memory input 'lines'", 3, List.of("[cat]", "[dog]", "[cat]")));
    assertThat(first.emitted()).containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L));
    assertThat(first.step()).isEqualTo("processAllAvailable");
    assertThat(first.state()).hasSize(1);
    assertThat(first.state().get(0).rows()).isEqualTo(2);
    assertThat(first.state().get(0).updated()).isEqualTo(2);
    assertThat(first.phases())
        .extracting(Moment.Phase::name)
        .containsExactly("offset log", "planning", "sink write", "clean up", "commit log");
    Moment.Batch second = query.batches().get(1);
    assertThat(second.step()).isEqualTo("processNextBatch");
    assertThat(second.stepNumber()).isEqualTo(2);
    assertThat(second.rowsIn()).isEqualTo(1);
    assertThat(second.emitted()).containsExactly(row("cat", 3L));
    assertThat(query.batches()).hasSize(2);
  }

  @Test
  void knowsATriggerThatFoundNothing(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start(lines.toDF(), OutputMode.Append());
    query.processAllAvailable();
    query.processAllAvailable();
    assertThat(harness.timeline().queries().get(0).moments())
        .last()
        .isInstanceOf(Moment.IdleTrigger.class);
  }

  @Test
  void knowsLateRowsCrashesRestartsAndFailures(StreamHarness harness) {
    QueryTimeline query = Runs.eventful(harness).queries().get(0);
    List<Moment.Batch> late = query.batches().stream().filter(b -> b.late() > 0).toList();
    assertThat(late).hasSize(1);
    assertThat(late.get(0).lateRows()).hasSize(1);
    assertThat(late.get(0).lateRows().get(0).eventTime())
        .contains(Instant.parse("2024-02-05T12:03:00Z"));
    assertThat(late.get(0).lateRows().get(0).row().getString(1)).isEqualTo("cyd");
    assertThat(late.get(0).watermark()).contains(Instant.parse("2024-02-05T12:10:00Z"));
    assertThat(late.get(0).latest()).contains(Instant.parse("2024-02-05T12:21:00Z"));
    List<Moment> moments =
        query.moments().stream().filter(m -> !(m instanceof Moment.IdleTrigger)).toList();
    assertThat(moments)
        .extracting(moment -> moment.getClass().getSimpleName())
        .containsExactly(
            "Batch",
            "Batch",
            "Batch",
            "Batch",
            "Batch",
            "Crash",
            "Restart",
            "Batch",
            "Batch",
            "FailedAssertion");
    Moment.Batch dead = (Moment.Batch) moments.get(4);
    assertThat(dead.finished()).isFalse();
    assertThat(dead.emitted()).hasSize(1);
    assertThat(moments.get(5)).isEqualTo(new Moment.Crash("after the sink's write, in batch 4"));
    Moment.Batch replayed = (Moment.Batch) moments.get(7);
    assertThat(replayed.id()).isEqualTo(4);
    assertThat(replayed.replay()).isTrue();
    assertThat(((Moment.Batch) moments.get(3)).newData()).isFalse();
  }

  @Test
  void knowsWhyAQueryDied(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            numbers.toDS().map((MapFunction<Integer, Integer>) n -> 1 / n, Encoders.INT()).toDF(),
            OutputMode.Append());
    numbers.add(0);
    WeirAssertions.assertThat(query).fails();
    assertThat(harness.timeline().queries().get(0).moments())
        .last()
        .isEqualTo(new Moment.Failure("java.lang.ArithmeticException: / by zero"));
  }

  @Test
  void failureOfAnotherLibraryStandsAtTheEnd(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    harness.start(lines.toDF(), OutputMode.Append()).processAllAvailable();
    Timeline timeline = harness.timeline().ofTest("T.t", "expected 1");
    assertThat(timeline.queries().get(0).moments())
        .last()
        .isInstanceOfSatisfying(
            Moment.FailedAssertion.class, f -> assertThat(f.message()).isEqualTo("expected 1"));
    assertThat(harness.timeline().ofTest("T.t", null).queries().get(0).moments())
        .noneMatch(Moment.FailedAssertion.class::isInstance);
  }

  /** The timeline is of the moment at which it was made. */
  @Test
  void doesNotChange(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery query = harness.start(lines.toDF(), OutputMode.Append());
    query.processAllAvailable();
    Timeline before = harness.timeline();
    lines.add("b");
    query.processAllAvailable();
    assertThat(before.queries().get(0).batches()).hasSize(1);
    assertThat(harness.timeline().queries().get(0).batches()).hasSize(2);
  }

  @Test
  void ofNoQuery(StreamHarness harness) {
    assertThat(harness.timeline().text()).isEqualTo("No query was started.\n");
    assertThat(harness.timeline().html()).contains("0 queries, 0 batches");
  }

  @Test
  void aFailureEndsWithTheRunAndWhereItsPageIs(LocalSpark spark) {
    HarnessOptions options =
        HarnessOptions.defaults().withTimelineFile(Path.of("target", "weir", "T.html"));
    try (StreamHarness harness = StreamHarness.over(spark.newSession(), options)) {
      MemoryInput<String> lines = harness.memoryInput("lines", Encoders.STRING());
      TestQuery counts =
          harness.start("counts", lines.toDF().groupBy("value").count(), OutputMode.Complete());
      lines.add("cat", "dog");
      counts.processAllAvailable();
      assertThat(failure(counts))
          .endsWith("\n\nTimeline: target/weir/T.html")
          .doesNotContain("The run of");
      lines.add("cat");
      counts.processAllAvailable();
      assertThat(failure(counts))
          .endsWith(
              """


              The run of query 'counts', complete mode:
                batch    ●0──●1──▲
                lines    +2  +1
                emitted  2   2
                ▲ the assertion that failed
              Timeline: target/weir/T.html""");
      // Of several failures at one place, as soft assertions have them, the first one shows it.
      assertThat(failure(counts)).doesNotContain("The run of");
    }
  }

  private static String failure(TestQuery counts) {
    return assertThrows(
            AssertionError.class,
            () -> WeirAssertions.assertThat(counts).lastBatch().contains(row("cat", 7L)))
        .getMessage();
  }

  @Test
  void isWrittenToAFile(StreamHarness harness, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("new").resolve("page.html");
    assertThat(harness.timeline().writeTo(file)).isEqualTo(file);
    assertThat(Files.readString(file)).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    assertThat(file.getParent().toFile().list()).containsExactly("page.html");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> harness.timeline().writeTo(file.resolve("below-a-file.html")))
        .withMessage(
            "The page "
                + file.resolve("below-a-file.html")
                + " could not be written. See docs/errors/timeline.md");
  }
}
