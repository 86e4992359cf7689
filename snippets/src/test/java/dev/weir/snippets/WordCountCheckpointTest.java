package dev.weir.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.recovery.CheckpointArchive;
import java.nio.file.Path;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;

/** A test of docs/recovery-checkpoints.md, with a golden checkpoint of a release 1.4. */
// @start region="test"
@SparkStreamingTest
class WordCountCheckpointTest {
  private final CheckpointArchive archive =
      CheckpointArchive.in(Path.of("src/test/resources/checkpoints"));

  @Test
  void goesOnFromEachRelease(StreamHarness harness) {
    assertThat(
            archive.check(
                harness,
                "word-count",
                trial -> {
                  MemoryInput<String> lines = trial.memoryInput(Encoders.STRING());
                  trial.query(WordCounts.writer(lines.toDF()));
                  trial.batch(() -> lines.add("cat dog")); // before the checkpoint
                  trial.batch(() -> lines.add("owl")); // before the checkpoint
                  trial.batch(() -> lines.add("cat")); // the last batch comes after it
                }))
        .isEqual();
  }
}
// @end
