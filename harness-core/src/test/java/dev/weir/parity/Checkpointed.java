package dev.weir.parity;

import dev.weir.StreamHarness;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.streaming.OutputMode;

/** Starts queries that go on where the last one of their test was. */
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
}
