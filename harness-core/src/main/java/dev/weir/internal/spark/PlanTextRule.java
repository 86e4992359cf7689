package dev.weir.internal.spark;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * Spares a micro-batch the text of its plan for the UI.
 *
 * <p>Spark plans each micro-batch anew to write that text, twice for a sink of the second API: it
 * takes any streaming plan for one that was never run (QueryExecution.explainString, called by
 * SQLExecution.withNewExecutionId, in Spark 3.5). This rule comes first in the planning. In that
 * place it throws what Spark catches there and takes for the text.
 */
final class PlanTextRule extends Rule<LogicalPlan> {
  /** Set in sessions that want no texts. */
  static final String WITHOUT = "weir.fast.withoutPlanTexts";

  private static final StackWalker STACK = StackWalker.getInstance();

  private final SparkSession session;

  PlanTextRule(SparkSession session) {
    this.session = session;
  }

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    if (plan.isStreaming()
        && Boolean.parseBoolean(session.conf().get(WITHOUT, "false"))
        && session.conf().get("spark.sql.ui.explainMode", "formatted").equals("formatted")
        && isForTheUi()) {
      throw new IllegalArgumentException(
          "The text of the plan is left out by Weir's fast profile (Lever.NO_PLAN_TEXTS)");
    }
    return plan;
  }

  /** Whether the plan is made for the text of an execution's event, and not by query.explain(). */
  private static boolean isForTheUi() {
    List<String> callers =
        STACK.walk(
            frames ->
                frames
                    .dropWhile(frame -> !frame.getMethodName().equals("explainString"))
                    .dropWhile(frame -> frame.getMethodName().equals("explainString"))
                    .limit(1)
                    .map(StackWalker.StackFrame::getClassName)
                    .toList());
    return callers.stream()
        .anyMatch(name -> name.startsWith("org.apache.spark.sql.execution.SQLExecution"));
  }
}
