package dev.weir.parity;

import dev.weir.StreamHarness;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.streaming.OutputMode;

/** Starts queries that a test stops and starts again: each goes on where the last one was. */
final class Restartable {
  private Restartable() {}

  static TestQuery start(StreamHarness harness, Dataset<?> result, OutputMode outputMode) {
    return harness.start(
        result
            .writeStream()
            .outputMode(outputMode)
            .format("noop")
            .option("checkpointLocation", "restartable"));
  }
}
