package dev.weir.internal.spark;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnsupportedOperationChecker$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.streaming.OutputMode;

/**
 * Asks Spark whether a query can run in an output mode, by the check that Spark makes at its start.
 */
public final class OutputModes {
  /** All that Spark has. */
  public static final List<OutputMode> ALL =
      List.of(OutputMode.Append(), OutputMode.Update(), OutputMode.Complete());

  private OutputModes() {}

  /** A mode as a text has it: {@code append}. */
  public static String name(OutputMode mode) {
    return mode.toString().toLowerCase(Locale.ROOT);
  }

  /**
   * Spark's reason to refuse.
   *
   * @return empty if it accepts, as it always does with {@code
   *     spark.sql.streaming.unsupportedOperationCheck=false} (ResolveWriteToStream)
   */
  public static Optional<String> refusal(Dataset<?> result, OutputMode mode) {
    return refusal(result.queryExecution().analyzed(), mode, result.sparkSession());
  }

  static Optional<String> refusal(LogicalPlan analyzed, OutputMode mode, SparkSession session) {
    return refusal(
        session, () -> UnsupportedOperationChecker$.MODULE$.checkForStreaming(analyzed, mode));
  }

  /** The same of a continuous query, in which fewer operators can be. */
  static Optional<String> continuousRefusal(
      LogicalPlan analyzed, OutputMode mode, SparkSession session) {
    return refusal(
        session, () -> UnsupportedOperationChecker$.MODULE$.checkForContinuous(analyzed, mode));
  }

  private static Optional<String> refusal(SparkSession session, Runnable check) {
    if (!Boolean.parseBoolean(
        session.conf().get("spark.sql.streaming.unsupportedOperationCheck"))) {
      return Optional.empty();
    }
    try {
      check.run();
      return Optional.empty();
    } catch (Exception e) {
      if (e instanceof AnalysisException refusal) {
        // Without the plan, whose numbers are others each time.
        return Optional.of(refusal.getSimpleMessage());
      }
      throw Sneaky.rethrow(e);
    }
  }
}
