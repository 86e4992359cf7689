package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports Spark's StreamingSelfUnionSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class StreamingSelfUnionParityTest {

  private static void readSixRowsFromOneSource(TestQuery query) {
    StreamingQueryProgress progress = query.lastProgress().orElseThrow();
    Assertions.assertThat(progress.numInputRows()).isEqualTo(6);
    Assertions.assertThat(progress.sources()).hasSize(1);
    Assertions.assertThat(progress.sources()[0].numInputRows()).isEqualTo(6);
  }

  // StreamingSelfUnionSuite "self-union, DSv1, read via DataStreamReader API"
  @Test
  void filesUnitedWithThemselves(StreamHarness harness) {
    String folder = harness.newFolder().resolve("data").toString();
    harness.spark().range(1, 4).write().parquet(folder);
    Dataset<Row> ids = harness.spark().readStream().schema("id LONG").parquet(folder);
    TestQuery query = harness.start(ids.union(ids), OutputMode.Append());
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(1L, 2L, 3L, 1L, 2L, 3L);
    readSixRowsFromOneSource(query);
  }

  // StreamingSelfUnionSuite "self-union, DSv1, read via table API"
  @Test
  void aTableUnitedWithItself(StreamHarness harness) {
    SparkSession spark = harness.spark();
    // The catalogue is shared by all sessions, so the table has to go again.
    spark.sql(
        "CREATE TABLE self_union_table (key INT) USING parquet LOCATION '"
            + harness.newFolder().toUri()
            + "'");
    try {
      Dataset<Row> keys = spark.readStream().table("self_union_table");
      TestQuery query = harness.start(keys.union(keys), OutputMode.Append());
      spark
          .range(1, 4)
          .selectExpr("CAST(id AS INT) AS key")
          .write()
          .mode(SaveMode.Append)
          .insertInto("self_union_table");
      query.processAllAvailable();
      assertThat(query).lastBatch().containsExactlyInAnyOrder(1, 2, 3, 1, 2, 3);
      readSixRowsFromOneSource(query);
    } finally {
      spark.sql("DROP TABLE self_union_table");
    }
  }

  // StreamingSelfUnionSuite "self-union, DSv2, read via DataStreamReader API"
  @Test
  void memoryUnitedWithItself(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    Dataset<Row> stream = numbers.toDF();
    TestQuery query = harness.start(stream.union(stream), OutputMode.Append());
    numbers.add(1, 2, 3);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(1, 2, 3, 1, 2, 3);
    readSixRowsFromOneSource(query);
  }
}
