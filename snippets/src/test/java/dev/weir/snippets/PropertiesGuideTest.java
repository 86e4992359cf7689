package dev.weir.snippets;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.snippets.WordCounts.counts;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code of docs/guide/properties.md. */
@SparkStreamingTest
class PropertiesGuideTest {

  // @start region="slices"
  private static final List<String> LINES = List.of("cat dog", "dog", "", "cat", "cow cow");

  @ParameterizedTest(name = "{0} lines a batch")
  @ValueSource(ints = {1, 2, 5})
  void theAnswerDoesNotDependOnTheBatches(int size, StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start(counts(lines.toDF()), OutputMode.Complete());
    for (int from = 0; from < LINES.size(); from += size) {
      lines.addAll(LINES.subList(from, Math.min(from + size, LINES.size())));
      query.processAllAvailable();
    }
    assertThat(query)
        .table()
        .containsExactlyInAnyOrder(
            counts(harness.spark().createDataset(LINES, Encoders.STRING()).toDF()));
  }

  // @end

  // @start region="random"
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void norOnTheOrderOfTheLines(long seed, StreamHarness harness) {
    List<String> shuffled = new ArrayList<>(LINES);
    Collections.shuffle(shuffled, new Random(seed));
    // @end
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start(counts(lines.toDF()), OutputMode.Complete());
    for (String line : shuffled) {
      lines.add(line);
      query.processAllAvailable();
    }
    assertThat(query)
        .table()
        .containsExactlyInAnyOrder(
            counts(harness.spark().createDataset(LINES, Encoders.STRING()).toDF()));
  }
}
