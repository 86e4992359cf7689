package dev.weir.recovery;

import static dev.weir.recovery.CrashPoint.AFTER_SINK_WRITE;
import static dev.weir.recovery.CrashPoint.BEFORE_STATE_COMMIT;
import static dev.weir.recovery.CrashPoint.DURING_STOP;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real kills of real JVMs. */
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
    assertThat(folder).isEmptyDirectory();
  }
}
