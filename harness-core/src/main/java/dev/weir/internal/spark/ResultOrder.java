package dev.weir.internal.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnaryNode;

/** Whether the order of a query's result is part of its answer. */
public final class ResultOrder {
  private ResultOrder() {}

  /** Whether a Dataset has its rows in an order that was asked for. */
  public static boolean isSorted(Dataset<?> dataset) {
    return isSorted(dataset.queryExecution().analyzed());
  }

  /** A global sort, under nothing but what keeps the order of its rows. */
  static boolean isSorted(LogicalPlan plan) {
    LogicalPlan top = plan;
    while (top instanceof Project
        || top instanceof SubqueryAlias
        || top instanceof GlobalLimit
        || top instanceof LocalLimit) {
      top = ((UnaryNode) top).child();
    }
    return top instanceof Sort sort && sort.global();
  }
}
