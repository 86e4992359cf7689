package dev.weir.parity;

import dev.weir.StreamHarness;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.streaming.OutputMode;

/** Queries that go on where the last one of their test was. */
final class Checkpointed {
  private Checkpointed() {}

  static TestQuery start(StreamHarness harness, Dataset<?> result, OutputMode outputMode) {
    return harness.start(
        result
            .writeStream()
            .outputMode(outputMode)
            .format("noop")
            .option("checkpointLocation", "checkpoint"));
  }

  /** Deletes commits; a restarted query runs its last batch again if that one's is gone. */
  static void forgetCommitsBefore(TestQuery query, long batchId) throws IOException {
    Path commits = query.checkpointLocation().resolve("commits");
    for (long id = 0; id < batchId; id++) {
      Files.delete(commits.resolve(Long.toString(id)));
      Files.deleteIfExists(commits.resolve("." + id + ".crc"));
    }
  }
}
