package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.streaming.StreamingRelationV2;
import org.apache.spark.sql.execution.streaming.MicroBatchExecution;
import org.apache.spark.sql.execution.streaming.StreamExecution;
import org.apache.spark.sql.execution.streaming.sources.WriteToMicroBatchDataSource;
import scala.collection.JavaConverters;

/** What a query was given for the systems that it reads from and writes to. */
final class ConnectorOptions {
  private ConnectorOptions() {}

  static List<Map<String, String>> ofSources(StreamExecution execution) {
    List<Map<String, String>> options = new ArrayList<>();
    for (LogicalPlan leaf :
        JavaConverters.seqAsJavaList(execution.analyzedPlan().collectLeaves())) {
      if (leaf instanceof StreamingRelationV2 relation) {
        options.add(relation.extraOptions().asCaseSensitiveMap());
      }
    }
    return options;
  }

  /** Of a query that has come to a batch: before, its plan may not be there. */
  static List<Map<String, String>> ofSink(StreamExecution execution) {
    return execution instanceof MicroBatchExecution
            && execution.logicalPlan() instanceof WriteToMicroBatchDataSource write
        ? List.of(JavaConverters.mapAsJavaMap(write.writeOptions()))
        : List.of();
  }
}
