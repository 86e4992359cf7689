package dev.weir.snippets;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.property.Slicings.verifySlicings;
import static dev.weir.snippets.WordCounts.counts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.property.SlicingOptions;
import dev.weir.query.TestQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code of docs/guide/properties.md. */
@SparkStreamingTest
class PropertiesGuideTest {

  // @start region="slices"
  private static final List<String> LINES = List.of("cat dog", "", "dog cow");

  @Test
  void theAnswerFollowsFromTheLinesAlone(StreamHarness harness) {
    assertThat(verifySlicings(harness, Encoders.STRING(), LINES, WordCounts::counts))
        .isInvariant()
        .equalsBatch()
        .isCoherent();
  }

  // @end

  @Test
  void options(StreamHarness harness) {
    assertThat(
            verifySlicings(
                harness,
                Encoders.STRING(),
                LINES,
                WordCounts::counts,
                // @start region="options"
                SlicingOptions.defaults()
                    .inModes(OutputMode.Update(), OutputMode.Complete())
                    .keyedBy("word")
                    .atMost(4)
                    .withSeed(7)
                    .withTolerance(1e-9)
                // @end
                ))
        .isInvariant();
  }

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
