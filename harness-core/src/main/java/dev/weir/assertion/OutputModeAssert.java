package dev.weir.assertion;

import dev.weir.internal.spark.OutputModes;
import org.apache.spark.sql.streaming.OutputMode;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on whether Spark lets a query run in an output mode. The actual is its reason. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public class OutputModeAssert extends AbstractAssert<OutputModeAssert, @Nullable String> {
  private String mode = "this";

  /** Use {@link WeirAssertions#assertThatQuery}. */
  public OutputModeAssert(@Nullable String refusal) {
    super(refusal, OutputModeAssert.class);
  }

  OutputModeAssert of(OutputMode asked) {
    mode = OutputModes.name(asked);
    return this;
  }

  /**
   * Verifies that Spark refuses the mode.
   *
   * <pre>{@code
   * assertThatQuery(counts).inAppendMode().isRefused();     // passes: an aggregation without watermark
   * assertThatQuery(counts).inCompleteMode().isRefused();   // fails
   * }</pre>
   */
  public OutputModeAssert isRefused() {
    if (actual == null) {
      throw failureWithActualExpected(
          "accepted",
          "refused",
          "Expecting Spark to refuse the query in %s mode, but it accepts it.%n"
              + "See docs/errors/output-mode.md",
          mode);
    }
    return this;
  }

  /**
   * Verifies that Spark's reason contains some texts. Spark's own words may change with its
   * version, so a word or two are better than a sentence.
   *
   * <pre>{@code
   * assertThatQuery(counts).inAppendMode().isRefused().because(\"watermark\");   // passes
   * assertThatQuery(counts).inAppendMode().isRefused().because(\"join\");        // fails
   * }</pre>
   */
  public OutputModeAssert because(String... fragments) {
    isRefused();
    for (String fragment : fragments) {
      if (actual == null || !actual.contains(fragment)) {
        throw failureWithActualExpected(
            actual,
            fragment,
            "Expecting Spark's reason to refuse the query in %s mode to contain%n  %s%n"
                + "but it is%n  %s%nSee docs/errors/output-mode.md",
            mode,
            fragment,
            actual);
      }
    }
    return this;
  }

  /**
   * Verifies that Spark accepts the mode.
   *
   * <pre>{@code
   * assertThatQuery(counts).inUpdateMode().isAccepted();   // passes
   * assertThatQuery(counts).inAppendMode().isAccepted();   // fails: an aggregation without watermark
   * }</pre>
   */
  public OutputModeAssert isAccepted() {
    if (actual != null) {
      throw failureWithActualExpected(
          "refused: " + actual,
          "accepted",
          "Expecting Spark to accept the query in %s mode, but it refuses it:%n  %s%n"
              + "See docs/errors/output-mode.md",
          mode,
          actual);
    }
    return this;
  }
}
