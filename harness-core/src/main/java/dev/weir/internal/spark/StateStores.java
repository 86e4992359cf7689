package dev.weir.internal.spark;

import java.util.List;
import java.util.UUID;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.streaming.IncrementalExecution;
import org.apache.spark.sql.execution.streaming.StatefulOperator;
import org.apache.spark.sql.execution.streaming.StatefulOperatorStateInfo;
import org.apache.spark.sql.execution.streaming.state.StateStore$;
import org.apache.spark.sql.execution.streaming.state.StateStoreId;
import org.apache.spark.sql.execution.streaming.state.StateStoreProviderId;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;

/** Lets go of the state stores of one query, and of no other's. */
final class StateStores {
  /** A stream-stream join has four stores a partition, every other operator one (3.5). */
  private static final List<String> NAMES =
      List.of(
          StateStoreId.DEFAULT_STORE_NAME(),
          "left-keyToNumValues",
          "left-keyWithIndexToValue",
          "right-keyToNumValues",
          "right-keyWithIndexToValue");

  private StateStores() {}

  static void unload(@Nullable IncrementalExecution last, UUID runId) {
    if (last != null && isPlanned(last)) {
      unload(last.executedPlan(), runId);
    }
  }

  /** A batch that could not be planned would fail again here, and has loaded no store. */
  private static boolean isPlanned(IncrementalExecution last) {
    try {
      last.executedPlan();
      return true;
    } catch (Exception e) {
      // The query has died of it, which is where it is reported.
      return false;
    }
  }

  private static void unload(SparkPlan plan, UUID runId) {
    if (plan instanceof StatefulOperator operator && operator.stateInfo().isDefined()) {
      StatefulOperatorStateInfo info = operator.stateInfo().get();
      for (int partition = 0; partition < info.numPartitions(); partition++) {
        for (String name : NAMES) {
          StateStoreId store =
              new StateStoreId(info.checkpointLocation(), info.operatorId(), partition, name);
          StateStore$.MODULE$.unload(new StateStoreProviderId(store, runId));
        }
      }
    }
    for (SparkPlan child : JavaConverters.seqAsJavaList(plan.children())) {
      unload(child, runId);
    }
  }
}
