package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.assertThatQuery;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.SinceSpark;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports Spark's StreamingDeduplicationWithinWatermarkSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
@SinceSpark(value = "3.5", reason = "there is no dropDuplicatesWithinWatermark (SPARK-42931)")
class StreamingDeduplicationWithinWatermarkParityTest {
  private static final StructType PAIR =
      new StructType().add("_1", StringType).add("_2", IntegerType);

  // StreamingDeduplicationWithinWatermarkSuite "deduplicate in batch DataFrame"
  @Test
  void isNotForBatchJobs(StreamHarness harness) {
    Dataset<Long> ids = harness.spark().range(10).as(Encoders.LONG());
    for (Dataset<?> distinct :
        List.of(
            ids.dropDuplicatesWithinWatermark(),
            ids.withColumn("newcol", col("id")).dropDuplicatesWithinWatermark("newcol"))) {
      assertThatThrownBy(() -> distinct.write().format("noop").mode(SaveMode.Append).save())
          .isInstanceOf(AnalysisException.class)
          .hasMessageContaining("dropDuplicatesWithinWatermark is not supported")
          .hasMessageContaining("batch DataFrames/DataSets");
    }
  }

  // StreamingDeduplicationWithinWatermarkSuite "deduplicate without event time column should result
  // in error"
  @Test
  void needsAWatermark(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    Dataset<Row> timed =
        harness
            .memoryInput(PAIR)
            .toDF()
            .select(col("_1").as("key"), timestamp_seconds(col("_2")).as("time"))
            .withWatermark("time", "10 seconds");
    for (Dataset<?> distinct :
        List.of(
            lines.toDS().dropDuplicatesWithinWatermark(),
            lines.toDS().withColumn("newcol", col("value")).dropDuplicatesWithinWatermark("newcol"),
            // A watermark on the other side of a join is not enough.
            lines.toDF().toDF("key").dropDuplicatesWithinWatermark().join(timed, "key"))) {
      assertThatQuery(distinct)
          .inAppendMode()
          .isRefused()
          .because(
              "dropDuplicatesWithinWatermark is not supported",
              "streaming DataFrames/DataSets without watermark");
    }
  }

  // StreamingDeduplicationWithinWatermarkSuite "deduplicate with all columns with event time column
  // in DataFrame"
  @Test
  void byAllColumns(StreamHarness harness) {
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            seconds
                .toDF()
                .withColumn("eventTime", timestamp_seconds(col("value")))
                .withWatermark("eventTime", "10 seconds")
                .dropDuplicatesWithinWatermark()
                .select(col("eventTime").cast("long")),
            OutputMode.Append());
    seconds.addAll(IntStream.range(0, 30).mapToObj(i -> 10 + i % 6).toList());
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(10L, 11L, 12L, 13L, 14L, 15L);
    StateOperators.of(query).total(6).updated(6);

    seconds.add(13, 14, 15, 16, 17);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(16L, 17L);
    StateOperators.of(query).total(8).updated(2);

    seconds.add(5);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).total(8).updated(0).dropped(1);

    seconds.add(35);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(35L);
    StateOperators.of(query).total(3).updated(1);

    seconds.add(55);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(55L);
    StateOperators.of(query).total(1).updated(1);
  }

  private static Dataset<Row> distinctNames(MemoryInput<Row> pairs, String delay) {
    return pairs
        .toDF()
        .withColumn("eventTime", timestamp_seconds(col("_2")))
        .withWatermark("eventTime", delay)
        .dropDuplicatesWithinWatermark("_1");
  }

  // StreamingDeduplicationWithinWatermarkSuite "deduplicate with subset of columns which event time
  // column is not in subset"
  @Test
  void bySomeColumns(StreamHarness harness) {
    MemoryInput<Row> pairs = harness.memoryInput(PAIR);
    TestQuery query =
        harness.start(
            distinctNames(pairs, "2 seconds").select(col("_1"), col("eventTime").cast("long")),
            OutputMode.Append());
    pairs.add(row("a", 17));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("a", 17L));
    StateOperators.of(query).total(1).updated(1);

    pairs.add(row("a", 16));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).total(1).updated(0);

    pairs.add(row("a", 13));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    StateOperators.of(query).total(1).updated(0).dropped(1);

    pairs.add(row("b", 22), row("c", 21));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("b", 22L), row("c", 21L));
    StateOperators.of(query).total(2).updated(2);

    // The watermark of 20 has removed the first a, so this one is new.
    pairs.add(row("a", 21));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("a", 21L));
    StateOperators.of(query).total(3).updated(1);

    pairs.add(row("d", 25));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("d", 25L));
    StateOperators.of(query).total(2).updated(1);
  }

  // StreamingDeduplicationWithinWatermarkSuite "SPARK-39650: duplicate with specific keys should
  // allow input to change schema"
  @Test
  void theInputMayGetAColumn(StreamHarness harness) {
    MemoryInput<Row> pairs = harness.memoryInput(PAIR);
    TestQuery first =
        Checkpointed.start(
            harness,
            distinctNames(pairs, "10 seconds").select(col("_1"), col("eventTime").cast("long")),
            OutputMode.Append());
    pairs.add(row("a", 1));
    first.processAllAvailable();
    assertThat(first).newRows().containsExactlyInAnyOrder(row("a", 1L));
    pairs.add(row("a", 2), row("b", 3));
    first.processAllAvailable();
    assertThat(first).newRows().containsExactlyInAnyOrder(row("b", 3L));
    first.stop();

    // What the first query has read stands in the new input as well, in as many calls.
    MemoryInput<Row> triples = harness.memoryInput(PAIR.add("_3", StringType));
    triples.add(row("a", 1, "dummy")).add(row("a", 2, "dummy"), row("b", 3, "dummy"));
    TestQuery second =
        Checkpointed.start(
            harness,
            distinctNames(triples, "10 seconds")
                .select(col("_1"), col("eventTime").cast("long"), col("_3")),
            OutputMode.Append());
    triples.add(row("a", 5, "a"), row("b", 2, "b"), row("c", 9, "c"));
    second.processAllAvailable();
    assertThat(second).newRows().containsExactlyInAnyOrder(row("c", 9L, "c"));
    Assertions.assertThat(second.rowsIn()).isEqualTo(3);
  }

  // StreamingDeduplicationWithinWatermarkSuite "SPARK-50492: drop event time column after
  // dropDuplicatesWithinWatermark"
  @Test
  void theTimeMayBeLeftOutAfterwards(StreamHarness harness) {
    MemoryInput<Row> pairs =
        harness.memoryInput(new StructType().add("_1", IntegerType).add("_2", IntegerType));
    TestQuery query =
        harness.start(
            pairs
                .toDF()
                .withColumn("first", timestamp_seconds(col("_1")))
                .withWatermark("first", "10 seconds")
                .dropDuplicatesWithinWatermark("_2")
                .select("_2"),
            OutputMode.Append());
    pairs.add(row(1, 2));
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(2);
  }
}
