package dev.weir.snippets;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.assertThatQuery;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/output-modes.md. */
@SparkStreamingTest
class OutputModesGuideTest {

  @Test
  void whatSparkAccepts(StreamHarness harness) {
    // @start region="accepted"
    Dataset<Row> counts = WordCounts.counts(harness.memoryInput(Encoders.STRING()).toDF());

    assertThatQuery(counts).inUpdateMode().isAccepted();
    assertThatQuery(counts).inCompleteMode().isAccepted();
    assertThatQuery(counts).inAppendMode().isRefused().because("without watermark");
    // @end
  }

  @Test
  void viewsOfUpdateMode(StreamHarness harness) {
    // @start region="views"
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery counts = harness.start(WordCounts.counts(lines.toDF()), OutputMode.Update());

    lines.add("cat dog");
    counts.processAllAvailable();
    lines.add("cat");
    counts.processAllAvailable();

    assertThat(counts).lastBatch().containsExactly(row("cat", 2L));
    assertThat(counts).changeLog().containsExactly(row("cat", 1L), row("dog", 1L), row("cat", 2L));
    assertThat(counts).table("word").containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L));
    // @end
  }

  @Test
  void oneTable(StreamHarness harness) {
    // @start region="agree"
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery updated = harness.start(WordCounts.counts(lines.toDF()), OutputMode.Update());
    TestQuery complete = harness.start(WordCounts.counts(lines.toDF()), OutputMode.Complete());

    for (String line : new String[] {"cat dog", "cat", "owl cat"}) {
      lines.add(line);
      updated.processAllAvailable();
      complete.processAllAvailable();
      assertThat(updated)
          .table("word")
          .containsExactlyInAnyOrderElementsOf(complete.table().rows());
    }
    // @end
  }
}
