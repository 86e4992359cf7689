package dev.weir.internal.spark;

import java.util.UUID;
import org.apache.spark.sql.execution.streaming.IncrementalExecution;
import org.apache.spark.sql.execution.streaming.StateStoreWriter;
import org.apache.spark.sql.execution.streaming.StatefulOperatorStateInfo;
import org.apache.spark.sql.execution.streaming.state.StateStore$;
import org.apache.spark.sql.execution.streaming.state.StateStoreId;
import org.apache.spark.sql.execution.streaming.state.StateStoreProviderId;
import org.jspecify.annotations.Nullable;

/**
 * Lets go of state stores before their files are deleted. Else Spark goes on maintaining them, and
 * that fails in the next test (SPARK-48889).
 */
public final class StateStores {
  private StateStores() {}

  /** All that this JVM has, with the thread that maintains them: before the context ends. */
  public static void stopAll() {
    StateStore$.MODULE$.stop();
  }

  /** Those of one query, and of no other. */
  static void unload(@Nullable IncrementalExecution last, UUID runId) {
    if (last == null || !isPlanned(last)) {
      return;
    }
    for (StateStoreWriter operator : StatefulOperators.of(last.executedPlan())) {
      StatefulOperatorStateInfo info = StatefulOperators.info(operator);
      for (int partition = 0; partition < info.numPartitions(); partition++) {
        for (String name : StatefulOperators.stores(operator)) {
          StateStoreId store =
              new StateStoreId(info.checkpointLocation(), info.operatorId(), partition, name);
          StateStore$.MODULE$.unload(new StateStoreProviderId(store, runId));
        }
      }
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
}
