package dev.weir.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.recovery.CheckpointArchive;
import dev.weir.recovery.CompatibilityReport;
import dev.weir.recovery.JobUnderTest;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** More tests of docs/recovery-checkpoints.md: a job with golden checkpoints of 1.3 and 1.4. */
@SparkStreamingTest
class ChangedJobCheckpointTest {
  private final CheckpointArchive archive =
      CheckpointArchive.in(Path.of("src/test/resources/checkpoints"));

  /** Visits by user; in 1.3 by the length of the user's name. */
  private final JobUnderTest visits =
      trial -> {
        MemoryInput<String> users = trial.memoryInput(Encoders.STRING());
        trial.query(WordCounts.writer(users.toDF()));
        trial.batch(() -> users.add("ann"));
        trial.batch(() -> users.add("ann", "bob"));
      };

  private final JobUnderTest wordCount =
      trial -> {
        MemoryInput<String> lines = trial.memoryInput(Encoders.STRING());
        trial.query(WordCounts.writer(lines.toDF()));
        trial.batch(() -> lines.add("cat"));
      };

  private static Dataset<Row> errors(Dataset<Row> logs) {
    return logs.where("value LIKE 'ERROR%'");
  }

  @Test
  void aChangeThatIsMeant(StreamHarness harness) {
    CompatibilityReport report = archive.check(harness, "visits", visits);
    // @start region="meant"
    assertThat(report).release("1.3").isRefused().because("schema"); // keyed by user since 1.4
    assertThat(report).release("1.4").isEqual();
    // @end
  }

  @Test
  void noneIsMissing(StreamHarness harness) {
    MemoryInput<String> logs = harness.memoryInput(Encoders.STRING());
    // @start region="complete"
    assertThat(
            archive
                .completeness(harness)
                .job("word-count", wordCount)
                .job("visits", visits)
                .job("errors-only", errors(logs.toDF())))
        .isComplete();
    // @end
  }
}
