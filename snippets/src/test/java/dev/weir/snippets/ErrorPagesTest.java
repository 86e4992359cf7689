package dev.weir.snippets;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The code of the pages in docs/errors. */
@SparkStreamingTest
class ErrorPagesTest {

  @Test
  void neverRan(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery counts = harness.start(WordCounts.counts(lines.toDF()), OutputMode.Complete());
    // @start region="never-ran"
    lines.add("cat");
    counts.processAllAvailable();
    assertThat(counts).lastBatch().containsExactlyInAnyOrder(row("cat", 1L));
    // @end
  }

  @Test
  void nullRow(StreamHarness harness) {
    // @start region="null-row"
    MemoryInput<Row> lines =
        harness.memoryInput(new StructType().add("value", DataTypes.StringType));
    lines.add(RowFactory.create((Object) null));
    // @end
    TestQuery query = harness.start(lines.toDF(), OutputMode.Append());
    query.processAllAvailable();
    assertThat(query).table().containsExactly(row((Object) null));
  }

  @Test
  void checkpointDamage(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start(WordCounts.writer(lines.toDF()));
    for (int batch = 0; batch < 2; batch++) {
      lines.add("cat");
      query.processAllAvailable();
    }
    assertThat(query).table("word").containsExactly(row("cat", 2L));
    // @start region="checkpoint-damage"
    query.stop();
    query.checkpoint().corrupt("state/0/0/2.delta");
    lines.add("dog");
    assertThat(query.restart()).fails();
    // @end
  }
}
