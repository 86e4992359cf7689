package dev.weir.snippets;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.recovery.CrashPoint.AFTER_SINK_WRITE;
import static dev.weir.recovery.CrashPoint.DURING_STOP;
import static dev.weir.recovery.CrashPoint.IN_TASK;
import static dev.weir.recovery.Recovery.verifyRecovery;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.Restart;
import dev.weir.query.TestQuery;
import dev.weir.recovery.CrashAt;
import dev.weir.recovery.CrashPoint;
import dev.weir.recovery.ForkedJob;
import dev.weir.recovery.InjectedFault;
import dev.weir.recovery.JobUnderTest;
import dev.weir.recovery.KillReport;
import dev.weir.recovery.StorageFault;
import dev.weir.recovery.Trial;
import java.nio.file.Path;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The code of docs/recovery.md and of the pages below it. */
@Tag("slow")
@SparkStreamingTest
class RecoveryPageTest {

  @Test
  void inOneLine(StreamHarness harness) {
    // @start region="in-one-line"
    assertThat(
            verifyRecovery(
                harness,
                trial -> {
                  MemoryInput<String> lines = trial.memoryInput(Encoders.STRING());
                  Path files = trial.newFolder();
                  trial.query(WordCounts.files(lines.toDF(), files));
                  trial.batch(() -> lines.add("cat dog"));
                  trial.batch(() -> lines.add("cat"));
                  trial.sink("files", () -> trial.spark().read().parquet(files.toString()));
                }))
        .isExactlyOnce();
    // @end
  }

  @Test
  void stepByStep(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start(WordCounts.writer(lines.toDF()));
    // @start region="step-by-step"
    lines.add("cat");
    query.crash(CrashPoint.AFTER_SINK_WRITE); // the next time that it comes there
    TestQuery again = query.restart();
    again.processAllAvailable();
    assertThat(again).table("word").containsExactlyInAnyOrder(row("cat", 1L));

    lines.add("cat", "dog");
    CrashAt at = again.crash(IN_TASK.inBatch(1).number(0).beforeRow(1));
    // @end
    assertThat(at.point()).isEqualTo(IN_TASK);
  }

  @Test
  void restarts(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    DataStreamWriter<Row> newRelease = WordCounts.writer(lines.toDF());
    TestQuery query = harness.start(WordCounts.writer(lines.toDF()));
    for (int batch = 0; batch < 4; batch++) {
      lines.add("cat");
      query.processAllAvailable();
    }
    query.stop();
    Path checkpoint = harness.newFolder();
    query.checkpoint().copyTo(checkpoint, 0);
    // @start region="restarts"
    query = query.restart();
    // @end
    lines.add("cat");
    query.processAllAvailable();
    // @start region="restarts"
    query = query.restart(Restart.with(newRelease));
    // @end
    lines.add("cat");
    query.processAllAvailable();
    lines.add("cat"); // AvailableNow takes what is there when it starts.
    // @start region="restarts"
    query =
        query.restart(
            Restart.asItWas()
                .withTrigger(Trigger.AvailableNow())
                .withConf("spark.sql.shuffle.partitions", "8"));
    // @end
    query.processAllAvailable();
    assertThat(query).table("word").containsExactlyInAnyOrder(row("cat", 7L));
    // @start region="restarts"
    // On a copy of the checkpoint, as it was after batch 3.
    query = query.restart(Restart.with(newRelease).fromBatch(3));
    // @end
    query.processAllAvailable();
    assertThat(query).table("word").containsExactlyInAnyOrder(row("cat", 7L));
    query.stop();
    // @start region="restarts"
    // On a copy of a checkpoint that is kept somewhere.
    query = harness.startFrom(checkpoint, newRelease);
    // @end
    query.processAllAvailable();
    assertThat(query).table("word").containsExactlyInAnyOrder(row("cat", 7L));
  }

  /** For JVMs of its own. */
  static final class WordsToFiles implements JobUnderTest {
    @Override
    public void setUp(Trial trial) {
      FileInput words = trial.harness().fileInput(FileInput.Format.TEXT);
      Path files = trial.newFolder();
      trial.query(WordCounts.files(words.toDF(), files));
      trial.batch(() -> words.addText("cat", "dog"));
      trial.batch(() -> words.addText("cat"));
      trial.sink("files", () -> trial.spark().read().parquet(files.toString()));
    }
  }

  @Test
  void killed() {
    // @start region="kill"
    KillReport report =
        ForkedJob.of(WordsToFiles.class)
            .killedAt(AFTER_SINK_WRITE.inBatch(0), DURING_STOP.inBatch(1));
    assertThat(report).isExactlyOnce();
    // @end
  }

  @Test
  void aStorageThatFails(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start(WordCounts.writer(lines.toDF()));
    lines.add("cat");
    query.processAllAvailable();
    // @start region="storage"
    InjectedFault fault = harness.inject(StorageFault.failingWrite("commits/1"));
    lines.add("cat");
    assertThat(query).fails();

    TestQuery again = query.restart();
    again.processAllAvailable();
    assertThat(again).table("word").contains(row("cat", 2L));
    // @end
    assertThat(fault.hits()).hasSize(1);
  }
}
