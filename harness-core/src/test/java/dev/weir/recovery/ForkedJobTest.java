package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.recovery.CrashPoint.AFTER_SINK_WRITE;
import static dev.weir.recovery.CrashPoint.BEFORE_STATE_COMMIT;
import static dev.weir.recovery.CrashPoint.DURING_STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.input.FileInput;
import java.nio.file.Path;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real kills of real JVMs. */
@Tag("slow")
class ForkedJobTest {

  @Test
  void aWordCountIntoFilesIsExactlyOnce(@TempDir Path folder) {
    KillReport report =
        ForkedJob.of(RunningCounts.class)
            .in(folder)
            .killedAt(
                BEFORE_STATE_COMMIT.next(), AFTER_SINK_WRITE.inBatch(0), DURING_STOP.inBatch(1));
    assertThat(report).isExactlyOnce();
    assertThat(report.kills())
        .containsExactly(
            BEFORE_STATE_COMMIT.inBatch(0), AFTER_SINK_WRITE.inBatch(0), DURING_STOP.inBatch(1));
    assertThat(report.kills(DURING_STOP)).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
    assertThat(ForkedProcesses.alive()).isEmpty();
  }

  /** Reads files, and appends them to others once more if it is asked once more. */
  static final class NaiveAppend implements JobUnderTest {
    @Override
    public void setUp(Trial trial) {
      FileInput lines = trial.harness().fileInput(FileInput.Format.TEXT);
      String out = trial.newFolder().toUri().toString();
      trial.query(
          lines
              .toDF()
              .writeStream()
              .foreachBatch(
                  (VoidFunction2<Dataset<Row>, Long>)
                      (batch, id) -> batch.write().mode("append").text(out)));
      trial.batch(() -> lines.addText("a"));
      trial.batch(() -> lines.addText("b"));
      trial.batch(() -> lines.addText("c"));
      trial.sink("text", () -> trial.spark().read().text(out));
    }
  }

  /** Batch 1 is written by the JVM that is killed after it, and by the next one. */
  @Test
  void anAppendThatDoublesABatchIsCaught(@TempDir Path folder) {
    KillReport report =
        ForkedJob.of(NaiveAppend.class).in(folder).killedAt(AFTER_SINK_WRITE.inBatch(1));
    assertThat(report).isAtLeastOnce();
    assertThat(report.rowsDoubled()).containsExactly(row("b"));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).isExactlyOnce())
        .withMessage(
            """
            Expecting each row exactly once after kills of NaiveAppend
              after the sink's write, in batch 1
            but compared with a run without a kill
              sink 'text' has 1 row doubled:
                [b]
            A kill at one of these places alone shows which it is. See docs/errors/killed-rows.md""");
  }
}
