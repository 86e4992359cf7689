package dev.weir.samples;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.jsonLines;
import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.assertion.WeirAssertions.textTable;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.StreamHarness;
import dev.weir.assertion.WeirSoftAssertions;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The code of docs/assertions.md. */
@SparkStreamingTest
class AssertionsPageTest {
  private MemoryInput<String> lines;
  private TestQuery counts;

  @BeforeEach
  void twoBatches(StreamHarness harness) {
    lines = harness.memoryInput(Encoders.STRING());
    counts = harness.start(WordCountJob.wordCounts(lines.toDF()), OutputMode.Update());
    lines.add("cat dog");
    counts.processAllAvailable();
    lines.add("cat");
    counts.processAllAvailable();
  }

  @Test
  void views() {
    // @start region="views"
    assertThat(counts).lastBatch().containsExactlyInAnyOrder(row("cat", 2L));
    assertThat(counts).batch(0).hasSize(2);
    assertThat(counts).changeLog().contains(row("cat", 1L), row("cat", 2L));
    assertThat(counts).table("word").containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L));
    assertThat(counts).state().hasSize(2);
    // @end
  }

  record WordCount(String word, long count) {}

  @Test
  void shapes() {
    // @start region="expected-rows"
    Predicate<Row> often = r -> r.getLong(1) > 1;
    assertThat(counts)
        .table("word")
        .contains(row("cat", 2L))
        .contains(tuple("cat", 2L))
        .contains(Map.of("word", "cat", "count", 2L))
        .contains(new WordCount("cat", 2))
        .contains(often);
    // @end
  }

  @Test
  void options() {
    // @start region="options"
    assertThat(counts)
        .table("word")
        .as("after the second line")
        .ignoringColumnOrder()
        .withTolerance(1e-9)
        .contains(Map.of("count", 2L, "word", "cat"));
    // @end
  }

  @Test
  void texts() {
    // @start region="rows-as-text"
    assertThat(counts)
        .table("word")
        .containsExactlyInAnyOrder(
            textTable(
                """
                word | count
                cat  | 2
                dog  | 1
                """))
        .contains(
            jsonLines(
                """
                {"word": "cat", "count": 2}
                """));
    // @end
  }

  @Test
  void inputs(StreamHarness harness) {
    // @start region="rows-as-text-2"
    MemoryInput<Row> orders =
        harness.memoryInput(
            new StructType().add("id", DataTypes.StringType).add("amount", DataTypes.LongType));
    orders.addTable(
        """
        id | amount
        o1 | 10
        o2 | null
        """);
    orders.addJsonLines(
        """
        {"id": "o3", "amount": 5}
        """);
    // @end

    TestQuery all = harness.start("orders", orders.toDF(), OutputMode.Append());
    all.processAllAvailable();
    assertThat(all).table().contains(row("o2", null)).hasSize(3);
  }

  @Test
  void show() {
    // @start region="print-instead-of-asserting"
    assertThat(counts).table("word").show().hasSize(2);
    System.out.println(counts.explain());
    // @end
  }

  @Test
  void golden() {
    // @start region="golden-files"
    assertThat(counts)
        .table("word")
        .matchesGolden(Path.of("src/test/resources/golden/word-counts.txt"));
    // @end
  }

  @Test
  void soft() {
    // @start region="soft-assertions"
    WeirSoftAssertions.assertSoftly(
        softly -> {
          softly.assertThat(counts).lastBatch().hasSize(1).and().lastStep().ranBatches(1);
          softly.assertThat(counts).table("word").contains(row("dog", 1L));
        });
    // @end
    // What is not soft is thrown at once.
    Assertions.assertThat(counts.lastStep().batchIds()).containsExactly(1L);
  }
}
