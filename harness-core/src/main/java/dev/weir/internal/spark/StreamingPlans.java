package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.FlatMapGroupsWithState;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.JavaConverters;

/** What a streaming query's plan tells before it runs. */
public final class StreamingPlans {
  private StreamingPlans() {}

  /**
   * The operators of a streaming Dataset that will keep state (those that become a StateStoreWriter
   * in SparkStrategies of Spark 3.5).
   *
   * @return their names, from the sink to the sources; none if it is stateless
   */
  public static List<String> statefulOperators(Dataset<?> result) {
    return stateful(result.queryExecution().analyzed()).stream()
        .map(LogicalPlan::nodeName)
        .toList();
  }

  /** The nodes that will keep state, from the sink to the sources. */
  static List<LogicalPlan> stateful(LogicalPlan analyzed) {
    List<LogicalPlan> nodes = new ArrayList<>();
    collect(analyzed, nodes);
    return nodes;
  }

  private static void collect(LogicalPlan plan, List<LogicalPlan> nodes) {
    if (plan.isStreaming() && isStateful(plan)) {
      nodes.add(plan);
    }
    for (LogicalPlan child : JavaConverters.seqAsJavaList(plan.children())) {
      collect(child, nodes);
    }
  }

  /**
   * Whether a batch without data may follow one with data: if the watermark moves, or a state's
   * time is up (the overrides of StateStoreWriter.shouldRunAnotherBatch in Spark 3.5).
   */
  static boolean mayWorkWithoutData(LogicalPlan plan) {
    return plan instanceof EventTimeWatermark
        || plan instanceof FlatMapGroupsWithState
        || JavaConverters.seqAsJavaList(plan.children()).stream()
            .anyMatch(StreamingPlans::mayWorkWithoutData);
  }

  private static boolean isStateful(LogicalPlan plan) {
    if (plan instanceof Join join) {
      return join.left().isStreaming() && join.right().isStreaming();
    }
    return plan instanceof Aggregate
        || plan instanceof Deduplicate
        // A class of Spark 3.5, which the lines before do not have.
        || plan.nodeName().equals("DeduplicateWithinWatermark")
        || plan instanceof Distinct
        || plan instanceof FlatMapGroupsWithState
        || plan instanceof GlobalLimit;
  }
}
