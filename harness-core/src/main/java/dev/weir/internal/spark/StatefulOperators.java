package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.streaming.StateStoreWriter;
import org.apache.spark.sql.execution.streaming.StatefulOperatorStateInfo;
import org.apache.spark.sql.execution.streaming.StreamingSymmetricHashJoinExec;
import org.apache.spark.sql.execution.streaming.state.StateStoreId;
import scala.collection.JavaConverters;

/** The stateful operators of a physical plan, and the state stores that each of them has. */
final class StatefulOperators {
  private static final List<String> OF_A_JOIN =
      List.of(
          "left-keyToNumValues",
          "left-keyWithIndexToValue",
          "right-keyToNumValues",
          "right-keyWithIndexToValue");

  private StatefulOperators() {}

  /** Those that write state, in the order in which Spark's progress reports of them. */
  static List<StateStoreWriter> of(SparkPlan plan) {
    List<StateStoreWriter> writers = new ArrayList<>();
    collect(plan, writers);
    return writers;
  }

  private static void collect(SparkPlan plan, List<StateStoreWriter> writers) {
    if (plan instanceof StateStoreWriter writer && writer.stateInfo().isDefined()) {
      writers.add(writer);
    }
    for (SparkPlan child : JavaConverters.seqAsJavaList(plan.children())) {
      collect(child, writers);
    }
  }

  static StatefulOperatorStateInfo info(StateStoreWriter writer) {
    return writer.stateInfo().get();
  }

  /** The names of the stores in each partition: four for a stream-stream join, else one (3.5). */
  static List<String> stores(StateStoreWriter writer) {
    return writer instanceof StreamingSymmetricHashJoinExec
        ? OF_A_JOIN
        : List.of(StateStoreId.DEFAULT_STORE_NAME());
  }
}
