package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.recovery.CrashPoint.AFTER_COMMIT_LOG;
import static dev.weir.recovery.CrashPoint.AFTER_OFFSET_LOG;
import static dev.weir.recovery.CrashPoint.AFTER_SINK_WRITE;
import static dev.weir.recovery.CrashPoint.AFTER_STATE_COMMIT;
import static dev.weir.recovery.CrashPoint.BEFORE_COMMIT_LOG;
import static dev.weir.recovery.CrashPoint.BEFORE_OFFSET_LOG;
import static dev.weir.recovery.CrashPoint.BEFORE_SINK_WRITE;
import static dev.weir.recovery.CrashPoint.BEFORE_STATE_COMMIT;
import static dev.weir.recovery.CrashPoint.BETWEEN_ACTIONS;
import static dev.weir.recovery.CrashPoint.DURING_SINK_WRITE;
import static dev.weir.recovery.CrashPoint.DURING_STOP;
import static dev.weir.recovery.CrashPoint.IN_TASK;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on the disk after a crash at each place, and what the restarted query makes of it. */
@ExtendWith(WithHarness.class)
class CrashPointTest {
  private static final Set<CrashPoint> SINK_HAS_IT =
      EnumSet.of(AFTER_SINK_WRITE, BEFORE_COMMIT_LOG, AFTER_COMMIT_LOG, DURING_STOP);
  private static final Set<CrashPoint> STATE_IS_DONE = EnumSet.copyOf(SINK_HAS_IT);

  static {
    STATE_IS_DONE.add(AFTER_STATE_COMMIT);
    STATE_IS_DONE.add(DURING_SINK_WRITE);
  }

  /** A count whose batch 0 is done and whose batch 1 is to be crashed. */
  private static TestQuery counts(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
    TestQuery counts = harness.start(words.toDF().groupBy("value").count(), OutputMode.Complete());
    counts.processAllAvailable();
    words.add("cat", "dog");
    return counts;
  }

  @ParameterizedTest
  @EnumSource(names = "BETWEEN_ACTIONS", mode = EnumSource.Mode.EXCLUDE)
  void theRestartedQueryHasTheRightCounts(CrashPoint point, StreamHarness harness) {
    TestQuery first = counts(harness);
    CrashAt at = first.crash(point);
    Assertions.assertThat(at.batchId()).isEqualTo(1);
    Assertions.assertThat(at.point()).isEqualTo(point);
    Assertions.assertThat(first.isActive()).isFalse();
    TestQuery second = first.restart();
    second.processAllAvailable();
    boolean done = point == AFTER_COMMIT_LOG || point == DURING_STOP;
    Assertions.assertThat(second.lastStep().batchIds()).isEqualTo(done ? List.of() : List.of(1L));
    List<Row> last =
        done ? first.batches().get(first.batches().size() - 1).rows() : second.table().rows();
    Assertions.assertThat(last).containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L));
  }

  /** What a killed process leaves: nothing is cleaned up, and what was whole is whole. */
  @ParameterizedTest
  @EnumSource(
      names = {"BETWEEN_ACTIONS", "IN_TASK"},
      mode = EnumSource.Mode.EXCLUDE)
  void whatIsOnTheDiskAtEachPlace(CrashPoint point, StreamHarness harness) throws IOException {
    TestQuery first = counts(harness);
    first.crash(point);
    Assertions.assertThat(has(first, "offsets/1")).isEqualTo(point != BEFORE_OFFSET_LOG);
    Assertions.assertThat(has(first, "offsets/\\..*\\.tmp")).isEqualTo(point == BEFORE_OFFSET_LOG);
    Assertions.assertThat(has(first, "state/0/0/2.delta")).isEqualTo(STATE_IS_DONE.contains(point));
    Assertions.assertThat(has(first, "state/0/0/\\..*\\.tmp"))
        .isEqualTo(point == BEFORE_STATE_COMMIT);
    Assertions.assertThat(has(first, "commits/1"))
        .isEqualTo(point == AFTER_COMMIT_LOG || point == DURING_STOP);
    Assertions.assertThat(has(first, "commits/\\..*\\.tmp")).isEqualTo(point == BEFORE_COMMIT_LOG);
    Assertions.assertThat(first.batches()).hasSize(SINK_HAS_IT.contains(point) ? 2 : 1);
  }

  private static boolean has(TestQuery query, String pattern) throws IOException {
    Path root = query.checkpointLocation();
    try (Stream<Path> files = Files.walk(root)) {
      return files.anyMatch(file -> root.relativize(file).toString().matches(pattern));
    }
  }

  @Test
  void beforeACertainRow(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("a", "b", "c", "d");
    List<String> written = new ArrayList<>();
    TestQuery first =
        harness.start(
            words
                .toDS()
                .writeStream()
                .foreachBatch(
                    (VoidFunction2<Dataset<String>, Long>)
                        (batch, id) -> batch.toLocalIterator().forEachRemaining(written::add)));
    Assertions.assertThat(first.crash(IN_TASK.next().beforeRow(2)))
        .hasToString("in a task, before row 2, in batch 0");
    TestQuery second = first.restart();
    second.processAllAvailable();
    assertThat(second).table().containsExactlyInAnyOrder(row("a"), row("b"), row("c"), row("d"));
    Assertions.assertThat(written).containsExactly("a", "b", "c", "d");
  }

  /** The second action of a foreachBatch, with the batch read anew and with the batch cached. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void betweenTheActionsOfAForeachBatch(boolean cached, StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("a");
    List<String> written = new ArrayList<>();
    TestQuery first =
        harness.start(
            words
                .toDS()
                .writeStream()
                .foreachBatch(
                    (VoidFunction2<Dataset<String>, Long>)
                        (batch, id) -> {
                          Dataset<String> rows = cached ? batch.persist() : batch;
                          rows.collectAsList().forEach(row -> written.add("first " + row));
                          rows.select("value")
                              .collectAsList()
                              .forEach(row -> written.add("second " + row));
                        }));
    first.crash(BETWEEN_ACTIONS);
    Assertions.assertThat(written).containsExactly("first a");
    TestQuery second = first.restart();
    second.processAllAvailable();
    Assertions.assertThat(written).containsExactly("first a", "first a", "second [a]");
  }

  @Test
  void allQueriesOfTheProcessDie(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery one = harness.start(words.toDF(), OutputMode.Append());
    TestQuery other = harness.start(words.toDF(), OutputMode.Append());
    one.crash(BEFORE_SINK_WRITE);
    Assertions.assertThat(other.isActive()).isFalse();
    TestQuery again = other.restart();
    again.processAllAvailable();
    assertThat(again).table().containsExactly(row("a"));
  }

  @Test
  void aQueryThatWasCrashedDoesNothingMore(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery query = harness.start("words", words.toDF(), OutputMode.Append());
    query.crash(AFTER_OFFSET_LOG.inBatch(0));
    assertThatIllegalStateException()
        .isThrownBy(query::processAllAvailable)
        .withMessage(
            "Query 'words' was crashed by the test after the offset log, in batch 0, so it processes"
                + " nothing any more. Go on with the one that query.restart() gives."
                + " See docs/errors/crash-point.md");
  }

  @Test
  void aPlaceThatTheQueryDoesNotComeTo(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery query = harness.start("words", words.toDF(), OutputMode.Append());
    assertThatIllegalStateException()
        .isThrownBy(() -> query.crash(AFTER_STATE_COMMIT))
        .withMessage(
            "Query 'words' was to be crashed after a state commit, in the next batch, and has not"
                + " come there. It has done all that there was to do, and came to: before the offset"
                + " log of batch 0, after the offset log of batch 0, before the sink's write of"
                + " batch 0, in a task of batch 0, during the sink's write of batch 0, after the"
                + " sink's write of batch 0, before the commit log of batch 0, after the commit log"
                + " of batch 0. See docs/errors/crash-point.md");
    assertThatIllegalStateException()
        .isThrownBy(() -> query.crash(BEFORE_COMMIT_LOG.inBatch(3)))
        .withMessageContaining("and came to: nothing, since no batch ran.");
    assertThatIllegalStateException()
        .isThrownBy(() -> query.crash(DURING_STOP.inBatch(3)))
        .withMessageContaining("was to be crashed during stop, in batch 3, and has not come there");
    // Nothing is armed any more, and the query goes on.
    words.add("b");
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactly(row("a"), row("b"));
  }

  @Test
  void aPlaceThatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AFTER_SINK_WRITE.inBatch(1).beforeRow(3))
        .withMessage(
            "Batches, tasks, stores, actions and rows are counted from 0, and rows only in a task,"
                + " but this is AFTER_SINK_WRITE of batch 1, number 0, row 3."
                + " See docs/errors/crash-point.md");
  }
}
