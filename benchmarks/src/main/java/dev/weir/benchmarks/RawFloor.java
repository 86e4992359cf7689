package dev.weir.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * The engine with what its configuration gives, and nothing else: the checkpoint in memory, the
 * result taken from the batch directly, no delay, no configuration of Hadoop to send around. No
 * test kit, no code of Weir.
 */
final class RawFloor implements Contender.Tests {
  private final SparkSession spark;

  RawFloor() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.streaming.pollingDelay", "1ms")
            .config("spark.sql.streaming.stateStore.stateSchemaCheck", "false")
            .config(
                "spark.sql.streaming.checkpointFileManagerClass",
                MemoryCheckpointFiles.class.getName())
            .getOrCreate();
    // It is serialized and sent once for each state store.
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    hadoop.clear();
    for (Map.Entry<String, String> needed : Map.of("fs.defaultFS", "file:///").entrySet()) {
      hadoop.set(needed.getKey(), needed.getValue());
    }
  }

  @Override
  public void test(Work work) throws Exception {
    MemoryStreams inputs = new MemoryStreams(work, spark);
    List<Row> rows = new ArrayList<>();
    VoidFunction2<Dataset<Row>, Long> sink =
        (batch, id) -> {
          if (work.isComplete()) {
            rows.clear();
          }
          rows.addAll(batch.collectAsList());
        };
    StreamingQuery query =
        inputs
            .result()
            .writeStream()
            .outputMode(work.mode())
            .option("checkpointLocation", MemoryCheckpointFiles.newFolder())
            .foreachBatch(sink)
            .start();
    try {
      for (List<List<String>> batch : work.batches()) {
        inputs.add(batch);
        query.processAllAvailable();
      }
      work.check(rows);
    } finally {
      query.stop();
      MemoryCheckpointFiles.clear();
    }
  }

  @Override
  public void close() {
    spark.stop();
  }
}
