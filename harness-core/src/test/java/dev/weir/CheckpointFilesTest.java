package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The fast way to write a checkpoint leaves what Spark's own leaves. */
@ExtendWith(WithHarness.class)
class CheckpointFilesTest {

  @Test
  void theSameFilesWithTheSamePermissions(LocalSpark spark) throws IOException {
    Map<String, String> fast =
        checkpoint(spark, HarnessOptions.defaults().withShufflePartitions(1));
    Map<String, String> own =
        checkpoint(spark, HarnessOptions.productionLike().withShufflePartitions(1));
    assertThat(fast).isEqualTo(own);
    assertThat(fast).containsKey("commits/0").containsKey("state/0/0/1.delta");
  }

  /** Each file and folder, by its path in the checkpoint, with its permissions. */
  private static Map<String, String> checkpoint(LocalSpark spark, HarnessOptions options)
      throws IOException {
    try (StreamHarness harness = StreamHarness.over(spark.newSession(), options)) {
      MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
      TestQuery query = harness.start(words.toDF().groupBy("value").count(), OutputMode.Update());
      query.processAllAvailable();
      query.stop();
      Path root = query.checkpointLocation();
      Map<String, String> files = new TreeMap<>();
      try (Stream<Path> all = Files.walk(root)) {
        for (Path file : all.toList()) {
          files.put(
              root.relativize(file).toString(), Files.getPosixFilePermissions(file).toString());
        }
      }
      return files;
    }
  }
}
