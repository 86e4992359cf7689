package com.example;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.split;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingExtension;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkStreamingExtension.class)
class WordCountTest {

  static Dataset<Row> wordCounts(Dataset<Row> lines) {
    return lines.select(explode(split(lines.col("value"), " ")).as("word")).groupBy("word").count();
  }

  // @start region="test"
  @Test
  void countsGrowWithEveryBatch(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery counts = harness.start(wordCounts(lines.toDF()), OutputMode.Complete());

    lines.add("cat dog", "dog");
    counts.processAllAvailable();
    assertThat(counts).lastBatch().containsExactlyInAnyOrder(row("cat", 1L), row("dog", 2L));

    lines.add("cat");
    counts.processAllAvailable();
    assertThat(counts).table().containsExactlyInAnyOrder(row("cat", 2L), row("dog", 2L));
  }
  // @end
}
