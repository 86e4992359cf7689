package dev.weir.snippets;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;

/** What the tests of the module migration become. */
// @start region="memory-sink"
@SparkStreamingTest
class WordCountTest {

  // @start region="end-state"
  @Test
  void countsOfAllLines(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery counts = harness.start(wordCounts(lines.toDF()), OutputMode.Complete());

    lines.add("cat dog", "dog");
    counts.processAllAvailable();
    lines.add("cat");
    counts.processAllAvailable();

    assertThat(counts).table().containsExactlyInAnyOrder(row("cat", 2L), row("dog", 2L));
  }

  // @end
  // @end

  // @start region="restart"
  @Test
  void goesOnWhereItWas(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery counts = harness.start(wordCounts(lines.toDF()), OutputMode.Update());
    lines.add("cat dog");
    counts.processAllAvailable();

    lines.add("cat");
    TestQuery again = counts.restart();
    again.processAllAvailable();
    assertThat(again).newRows().containsExactly(row("cat", 2L));
  }

  // @end

  // @start region="stream-test"
  @Test
  void countsGrowWithEveryBatch(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery counts = harness.start(wordCounts(lines.toDF()), OutputMode.Update());

    lines.add("cat dog", "dog");
    counts.processAllAvailable();
    assertThat(counts).newRows().containsExactlyInAnyOrder(row("cat", 1L), row("dog", 2L));

    counts.stop();
    lines.add("cat");
    TestQuery again = counts.restart();
    again.processAllAvailable();
    assertThat(again).newRows().containsExactly(row("cat", 2L));
    assertThat(again).hasStateRows(2, 1);
  }

  @Test
  void aLineThatIsNoNumber(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    Dataset<Integer> numbers =
        lines.toDS().map((MapFunction<String, Integer>) Integer::valueOf, Encoders.INT());
    TestQuery query = harness.start(numbers, OutputMode.Append());

    lines.add("cat");
    assertThat(query).fails().withCause(NumberFormatException.class);
  }

  // @end

  private static Dataset<Row> wordCounts(Dataset<Row> lines) {
    return WordCounts.counts(lines);
  }
  // @start region="memory-sink"
}
// @end
