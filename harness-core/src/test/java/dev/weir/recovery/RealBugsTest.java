package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.recovery.CrashPoint.AFTER_SINK_WRITE;
import static dev.weir.recovery.CrashPoint.BEFORE_COMMIT_LOG;
import static dev.weir.recovery.CrashPoint.BEFORE_OFFSET_LOG;
import static dev.weir.recovery.Recovery.verifyRecovery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsWithStateFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.GroupState;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scala.Tuple2;

/** Bugs that people had in production, rebuilt small; each is caught by one line. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class RealBugsTest {

  private static void feed(Trial trial, MemoryInput<String> words) {
    trial.batch(() -> words.add("cat", "dog"));
    trial.batch(() -> words.add("cat"));
    trial.batch(() -> words.add("cat"));
  }

  /**
   * A table that keeps the identifiers of its commits and ignores one that it has. Its streaming
   * sink draws a new identifier for each commit instead of taking the batch's (apache/paimon#9666),
   * so that a replayed batch is committed again.
   */
  private static JobUnderTest table(boolean batchIdIsTheCommit) {
    return trial -> {
      MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
      Store store = trial.closing(Store.open());
      trial.query(
          words
              .toDS()
              .writeStream()
              .foreachBatch(
                  (VoidFunction2<Dataset<String>, Long>)
                      (batch, id) -> {
                        List<String> rows = batch.collectAsList();
                        long commit = UUID.randomUUID().getMostSignificantBits();
                        if (store.isNew(batchIdIsTheCommit ? id : commit)) {
                          rows.forEach(store::append);
                        }
                      }));
      feed(trial, words);
      trial.sink("table", () -> store.words(trial.spark()));
    };
  }

  @Test
  void aReplayIsCommittedTwice(StreamHarness harness) {
    RecoveryReport report = verifyRecovery(harness, table(false));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).isExactlyOnce())
        .withMessageContaining("crash after the sink's write, in batch 0: doubled")
        .withMessageContaining("+ [cat]  is there again\n      + [dog]  is there again");
    assertThat(report.with(Verdict.DOUBLED))
        .extracting(cell -> cell.at().point())
        .containsOnly(AFTER_SINK_WRITE, BEFORE_COMMIT_LOG);
  }

  @Test
  void withTheBatchsIdAsTheCommitsItIsNot(StreamHarness harness) {
    assertThat(verifyRecovery(harness, table(true))).isExactlyOnce();
  }

  /**
   * In update mode a count is the total so far. A sink that adds it to the total that it has counts
   * wrong from the second batch on, without a crash; one that adds the difference to what it saw
   * last, kept in the JVM, is right until a replay.
   */
  private static JobUnderTest addition() {
    return trial -> {
      MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
      Store store = trial.closing(Store.open());
      trial.query(
          words
              .toDF()
              .groupBy("value")
              .count()
              .writeStream()
              .outputMode(OutputMode.Update())
              .foreachBatch(
                  (VoidFunction2<Dataset<Row>, Long>)
                      (batch, id) ->
                          batch
                              .collectAsList()
                              .forEach(row -> store.add(row.getString(0), row.getLong(1)))));
      feed(trial, words);
      trial.sink("counts", () -> store.counts(trial.spark()));
    };
  }

  @Test
  void totalsAreAddedToTotals(StreamHarness harness) {
    RecoveryReport report =
        verifyRecovery(harness, addition(), RecoveryOptions.only(AFTER_SINK_WRITE));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).isExactlyOnce())
        .withMessageContaining("crash after the sink's write, in batch 1: different")
        .withMessageContaining("- [cat,6]  missing")
        .withMessageContaining("+ [cat,8]  unexpected");
    // 1 and 2 and 3 are added up; the replay of batch 1 adds its 2 once more.
    SinkVerdict counts = report.cell(AFTER_SINK_WRITE, 1).sinks().get(0);
    assertThat(counts.missing()).containsExactly(row("cat", 6L));
    assertThat(counts.unexpected()).containsExactly(row("cat", 8L));
  }

  /** A count that a job keeps by itself. */
  public static final class Count implements Serializable {
    private static final long serialVersionUID = 1L;
    private long value;

    public long getValue() {
      return value;
    }

    public void setValue(long value) {
      this.value = value;
    }
  }

  /**
   * Spark gives the function a copy of its state and keeps what {@code update} is given; a job that
   * changes the copy and leaves it at that counts within one batch only, and how the rows are cut
   * into batches decides about its answer.
   */
  private static JobUnderTest state(boolean givesBack) {
    return trial -> {
      MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
      Store store = trial.closing(Store.open());
      MapGroupsWithStateFunction<String, String, Count, Tuple2<String, Long>> count =
          (String word, Iterator<String> rows, GroupState<Count> state) -> {
            boolean first = !state.exists();
            Count count1 = first ? new Count() : state.get();
            rows.forEachRemaining(row -> count1.setValue(count1.getValue() + 1));
            if (givesBack || first) {
              state.update(count1);
            }
            return new Tuple2<>(word, count1.getValue());
          };
      trial.query(
          words
              .toDS()
              .groupByKey((MapFunction<String, String>) word -> word, Encoders.STRING())
              .mapGroupsWithState(
                  count,
                  Encoders.bean(Count.class),
                  Encoders.tuple(Encoders.STRING(), Encoders.LONG()))
              .writeStream()
              .outputMode(OutputMode.Update())
              .foreachBatch(
                  (VoidFunction2<Dataset<Tuple2<String, Long>>, Long>)
                      (batch, id) ->
                          batch.collectAsList().forEach(row -> store.put(row._1(), row._2()))));
      feed(trial, words);
      trial.sink("counts", () -> store.counts(trial.spark()));
    };
  }

  @Test
  void stateIsChangedAndNotGivenBack(StreamHarness harness) {
    RecoveryReport report =
        verifyRecovery(
            harness,
            state(false),
            RecoveryOptions.only(BEFORE_OFFSET_LOG, AFTER_SINK_WRITE).mergingBatches());
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).isExactlyOnce())
        .withMessageContaining("crash before the offset log, more rows come, in batch 1: different")
        .withMessageContaining("- [cat,2]  missing")
        .withMessageContaining("+ [cat,3]  unexpected");
    assertThat(report.with(Verdict.DIFFERENT))
        .extracting(cell -> cell.at().point())
        .containsOnly(BEFORE_OFFSET_LOG);
  }

  @Test
  void stateThatIsGivenBackIsRightHoweverTheRowsAreCut(StreamHarness harness) {
    assertThat(
            verifyRecovery(
                harness,
                state(true),
                RecoveryOptions.only(BEFORE_OFFSET_LOG, AFTER_SINK_WRITE).mergingBatches()))
        .isExactlyOnce();
  }
}
