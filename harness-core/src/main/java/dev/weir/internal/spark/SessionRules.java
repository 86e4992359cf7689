package dev.weir.internal.spark;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.ColumnarRule;
import org.apache.spark.sql.execution.SparkPlan;
import scala.runtime.AbstractFunction1;

/**
 * Weir's rules in a session's planner, for queries that are started from now on. Sessions over the
 * same context share what is told to one of them, and keep it: for a query without a harness no
 * rule does anything.
 */
final class SessionRules {
  private static final Set<SparkSessionExtensions> KNOWING =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private SessionRules() {}

  static void teach(SparkSession session, SparkLine line) {
    SparkSessionExtensions extensions = session.extensions();
    if (KNOWING.add(extensions)) {
      line.beforeOptimizing(extensions, builder(PlanTextRule::new));
      extensions.injectColumnar(builder(each -> ofPhysicalPlans(each, line)));
    }
  }

  private static ColumnarRule ofPhysicalPlans(SparkSession session, SparkLine line) {
    Rule<SparkPlan> lateRows = new LateRowRule(session.sparkContext(), line);
    Rule<SparkPlan> actions = new ActionRule(session.sparkContext());
    return new ColumnarRule() {
      @Override
      public Rule<SparkPlan> preColumnarTransitions() {
        return lateRows;
      }

      @Override
      public Rule<SparkPlan> postColumnarTransitions() {
        return actions;
      }
    };
  }

  private static <R> AbstractFunction1<SparkSession, R> builder(Function<SparkSession, R> rule) {
    return new AbstractFunction1<>() {
      @Override
      public R apply(SparkSession session) {
        return rule.apply(session);
      }
    };
  }
}
