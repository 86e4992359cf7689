package dev.weir.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.MemoryStream;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.collection.JavaConverters;

/** The test by hand of docs/migration/memory-sink.md. */
// @start region="test"
class MemorySinkTest {
  private static SparkSession spark;

  @BeforeAll
  static void startSpark() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .getOrCreate();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @Test
  void countsGrowWithEveryBatch() throws Exception {
    MemoryStream<String> lines =
        new MemoryStream<>(1, spark.sqlContext(), Option.empty(), Encoders.STRING());
    StreamingQuery query =
        wordCounts(lines.toDF())
            .writeStream()
            .outputMode("complete")
            .format("memory")
            .queryName("counts")
            .start();
    try {
      lines.addData(JavaConverters.asScalaBuffer(List.of("cat dog", "dog")).toSeq());
      query.processAllAvailable();
      lines.addData(JavaConverters.asScalaBuffer(List.of("cat")).toSeq());
      query.processAllAvailable();
      assertEquals(
          List.of(RowFactory.create("cat", 2L), RowFactory.create("dog", 2L)),
          spark.sql("SELECT * FROM counts ORDER BY word").collectAsList());
    } finally {
      query.stop();
      spark.catalog().dropTempView("counts");
    }
  }

  // @end

  private static Dataset<Row> wordCounts(Dataset<Row> lines) {
    return lines.selectExpr("explode(split(value, ' ')) AS word").groupBy("word").count();
  }
  // @start region="test"
}
// @end
