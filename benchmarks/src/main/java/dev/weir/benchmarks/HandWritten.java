package dev.weir.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** A test by hand: a memory stream, a checkpoint, a {@code memory} table that is read by SQL. */
final class HandWritten implements Contender.Tests {
  private final SparkSession spark;
  private final Inputs.Source source;
  private int tables;

  private HandWritten(Map<String, String> conf, Inputs.Source source) {
    this.source = source;
    SparkSession.Builder builder = SparkSession.builder().master("local[2]");
    conf.forEach(builder::config);
    spark = builder.getOrCreate();
  }

  /** Nothing set but the master: 200 shuffle partitions, and a UI. */
  static HandWritten withDefaults() {
    return new HandWritten(Map.of(), MemoryStreams::new);
  }

  /** As somebody writes it who has done it before. */
  static HandWritten byAnExpert() {
    return byAnExpert(MemoryStreams::new);
  }

  static HandWritten byAnExpert(Inputs.Source source) {
    return new HandWritten(
        Map.of("spark.ui.enabled", "false", "spark.sql.shuffle.partitions", "1"), source);
  }

  @Override
  public void test(Work work) throws Exception {
    Inputs inputs = source.open(work, spark);
    String table = "result" + ++tables;
    Path checkpoint = Files.createTempDirectory("checkpoint");
    StreamingQuery query =
        inputs
            .result()
            .writeStream()
            .outputMode(work.mode())
            .option("checkpointLocation", checkpoint.toString())
            .format("memory")
            .queryName(table)
            .start();
    try {
      for (List<List<String>> batch : work.batches()) {
        inputs.add(batch);
        query.processAllAvailable();
      }
      List<Row> rows = spark.sql("SELECT * FROM " + table).collectAsList();
      work.check(rows);
    } finally {
      query.stop();
      spark.catalog().dropTempView(table);
      PathUtils.deleteDirectory(checkpoint);
    }
  }

  @Override
  public void close() {
    spark.stop();
  }
}
