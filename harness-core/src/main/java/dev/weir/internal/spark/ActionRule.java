package dev.weir.internal.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.SparkPlan;

/**
 * Hears of each plan that is made on a stream thread. Within {@code foreachBatch} each action has
 * one, also where the batch is cached and is read only once; the plan stays as it is.
 */
final class ActionRule extends Rule<SparkPlan> {
  private final SparkContext context;

  ActionRule(SparkContext context) {
    this.context = context;
  }

  @Override
  public SparkPlan apply(SparkPlan plan) {
    BatchProtocol protocol = BatchProtocol.ofRun(context.getLocalProperty("spark.jobGroup.id"));
    if (protocol != null) {
      protocol.plans();
    }
    return plan;
  }
}
