package dev.weir.snippets;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import java.nio.file.Path;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;

/** The README's failure is what its mistake gives: Spark's count is a long. */
@SparkStreamingTest
class ReadmeFailureTest {

  @Test
  void anIntegerForALong(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery counts =
        harness.start("counts", WordCounts.counts(lines.toDF()), OutputMode.Update());
    lines.add("cat dog");
    counts.processAllAvailable();
    lines.add("cat owl");
    counts.processAllAvailable();

    Throwable failure =
        catchThrowable(
            () ->
                assertThat(counts)
                    .lastBatch()
                    .containsExactlyInAnyOrder(row("cat", 2), row("owl", 1L)));

    assertThat(failure).isInstanceOf(AssertionError.class);
    assertThat(Path.of("src/test/resources/readme-failure.txt"))
        .hasContent(failure.getMessage() + "\n");
  }
}
