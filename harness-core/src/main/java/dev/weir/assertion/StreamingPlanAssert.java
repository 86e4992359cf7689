package dev.weir.assertion;

import dev.weir.internal.spark.OutputModes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.streaming.OutputMode;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.SoftAssertionsProvider;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a streaming Dataset that is not started.
 *
 * <pre>{@code
 * assertThatQuery(counts).inAppendMode().isRefused().because("watermark");
 * assertThatQuery(counts).inCompleteMode().isAccepted();
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class StreamingPlanAssert {
  private final Dataset<?> result;
  private final @Nullable SoftAssertionsProvider softly;

  StreamingPlanAssert(Dataset<?> result, @Nullable SoftAssertionsProvider softly) {
    if (!result.isStreaming()) {
      throw new IllegalArgumentException(
          "This Dataset is not a streaming one, so it has no output mode: make it from the stream"
              + " of an input, such as input.toDF(). See docs/errors/not-streaming.md");
    }
    this.result = result;
    this.softly = softly;
  }

  /** What Spark says to append mode. */
  public OutputModeAssert inAppendMode() {
    return in(OutputMode.Append());
  }

  /** What Spark says to update mode. */
  public OutputModeAssert inUpdateMode() {
    return in(OutputMode.Update());
  }

  /** What Spark says to complete mode. */
  public OutputModeAssert inCompleteMode() {
    return in(OutputMode.Complete());
  }

  private OutputModeAssert in(OutputMode mode) {
    String refusal = OutputModes.refusal(result, mode).orElse(null);
    return (softly == null
            ? new OutputModeAssert(refusal)
            : softly.proxy(OutputModeAssert.class, String.class, refusal))
        .of(mode);
  }
}
