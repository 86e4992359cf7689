package dev.weir.property;

import dev.weir.internal.spark.OutputModes;
import dev.weir.internal.spark.PlanFacts;
import org.apache.spark.sql.streaming.OutputMode;

/** What cannot be verified, and why. */
final class SlicingMessages {
  static final String PAGE = " See docs/errors/slicing.md";

  private SlicingMessages() {}

  static IllegalArgumentException tooFewRows(int rows) {
    return new IllegalArgumentException(
        (rows == 0 ? "No row" : "One row")
            + " cannot be cut into micro-batches in different ways: give two at least."
            + PAGE);
  }

  static IllegalStateException noMode(PlanFacts plan) {
    return new IllegalStateException(
        "Spark takes the job in no output mode: "
            + plan.refusal(OutputMode.Append()).orElse("")
            + PAGE);
  }

  static IllegalArgumentException noKeys() {
    return new IllegalArgumentException(
        "The table of update mode has the latest row of each key, and the job's plan does not say"
            + " which columns those are. Name them, SlicingOptions.defaults().keyedBy(\"word\"), or"
            + " leave that mode out, inModes(OutputMode.Complete())."
            + PAGE);
  }

  static IllegalStateException nothing(OutputMode mode, boolean closes) {
    return new IllegalStateException(
        "In "
            + OutputModes.name(mode)
            + " mode the job gives no row of these, so nothing would be compared. "
            + (closes
                ? "Let a last row have a later event time, so that the watermark closes something,"
                    + " or leave the mode out with SlicingOptions.defaults().inModes(...)."
                : "Give it rows of which it gives some.")
            + PAGE);
  }

  static IllegalStateException noBatch(RuntimeException failure) {
    return new IllegalStateException(
        "The job cannot be run over a batch, so there is nothing to compare with: "
            + failure.getMessage()
            + "\n"
            + PAGE.strip(),
        failure);
  }

  static IllegalStateException oneMode(OutputMode mode) {
    return new IllegalStateException(
        "The job was run in "
            + OutputModes.name(mode)
            + " mode only, so there is no other to compare with."
            + PAGE);
  }
}
