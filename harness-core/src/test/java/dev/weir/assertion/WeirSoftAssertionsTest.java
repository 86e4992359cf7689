package dev.weir.assertion;

import static dev.weir.assertion.Rows.counts;
import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import dev.weir.sink.SinkRows;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.AssertionFailedError;

@ExtendWith(WithHarness.class)
class WeirSoftAssertionsTest {
  private static final SinkRows ROWS = counts(row("cat", 2L), row("dog", 1L));

  @Test
  void allFailuresOfAChainAreCollectedWithTheirTexts() {
    WeirSoftAssertions softly = new WeirSoftAssertions();
    softly
        .assertThat(ROWS)
        .as("after the second batch")
        .hasSize(3)
        .contains(row("cat", 2L))
        .contains(row("cow", 1L))
        .isEmpty();
    assertThat(softly.errorsCollected())
        .hasOnlyElementsOfType(AssertionFailedError.class)
        .extracting(error -> error.getMessage().lines().toList())
        .satisfiesExactly(
            size ->
                assertThat(size)
                    .contains(
                        "[after the second batch] Query 'counts', update mode, batch 1 (watermark"
                            + " none, 1 row in, state 2 rows)",
                        "Expecting 3 rows, but there were 2."),
            missing -> assertThat(missing).contains(" - cow  | 1      expected"),
            empty -> assertThat(empty).contains("Expecting no rows, but there were 2."));
  }

  @Test
  void whatAQueryLeadsToIsSoftToo(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
    TestQuery query =
        harness.start("counts", words.toDF().groupBy("value").count(), OutputMode.Update());
    query.processAllAvailable();

    WeirSoftAssertions softly = new WeirSoftAssertions();
    softly
        .assertThat(query)
        .lastBatch()
        .hasSize(2)
        .and()
        .table("value")
        .isEmpty()
        .column("value")
        .contains("cow");
    softly.assertThat(query).lastStep().ranNothing().ranBatches(0);
    softly.assertThat(query).watermark().isEqualTo("2024-02-05T12:10:00Z");
    softly.assertThat(query).fails().withCause(ArithmeticException.class).inBatch(0);
    softly.assertThatQuery(words.toDF()).inCompleteMode().isAccepted();
    softly.assertThatRows(harness.spark().range(1)).isEmpty();
    softly.assertThat("cat").isEqualTo("cow");
    assertThat(softly.errorsCollected().stream().map(WeirSoftAssertionsTest::words))
        .containsExactly(
            "Expecting 2 rows, but there was 1.",
            "Expecting no rows, but there was 1.",
            "[column 'value' of Query 'counts', update mode, table by value] ",
            "Expecting the last step of query 'counts', update mode to have run no batch, but it"
                + " has run batch [0]. See docs/errors/step.md",
            "Expecting query 'counts', update mode to have a watermark, but it has none, or it has"
                + " not moved yet: a watermark moves at the end of a batch with event times. See"
                + " docs/errors/late-rows.md",
            "Expecting query 'counts', update mode to fail, but it processed all that was"
                + " available: 1 row so far.",
            "Expecting Spark to accept the query in complete mode, but it refuses it:",
            "Expecting no rows, but there was 1.",
            "expected: \"cow\"");
  }

  /** The line that says what was expected. */
  private static String words(Throwable error) {
    return error
        .getMessage()
        .lines()
        .filter(line -> line.startsWith("Expecting") || line.startsWith("expected:"))
        .filter(line -> !line.startsWith("Expecting ArrayList"))
        .findFirst()
        .orElse(error.getMessage().lines().findFirst().orElse(""));
  }

  @Test
  void theyAreThrownTogether() {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () ->
                    WeirSoftAssertions.assertSoftly(
                        softly -> {
                          softly.assertThat(ROWS).isEmpty();
                          softly.assertThat(ROWS).hasSize(3);
                        })))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Expecting no rows, but there were 2.")
        .hasMessageContaining("Expecting 3 rows, but there were 2.");
  }

  @Test
  void withoutAFailureNothingIsThrown(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
    TestQuery query = harness.start("counts", words.toDF(), OutputMode.Append());
    query.processAllAvailable();
    WeirSoftAssertions softly = new WeirSoftAssertions();
    softly
        .assertThat(query)
        .table()
        .containsExactlyInAnyOrder("cat")
        .and()
        .lastStep()
        .ranBatches(0);
    assertThat(softly.errorsCollected()).isEmpty();
    // Something was asserted, so that the test means something.
    assertThat(query.findings(java.util.List.of())).isEmpty();
  }

  @Test
  void assertJsOwnCheckWorksToo() {
    SoftAssertions softly = new SoftAssertions();
    softly.check(() -> WeirAssertions.assertThat(ROWS).isEmpty());
    assertThat(softly.errorsCollected()).hasSize(1);
  }
}
