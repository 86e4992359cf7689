package dev.weir.internal.spark;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.execution.SQLExecution;
import org.jspecify.annotations.Nullable;

/**
 * Tells the actions apart that a sink runs on its batch, such as the two writes of a {@code
 * foreachBatch}. Most plan something first, which is seen on the stream thread; one on the batch
 * itself does not, and is seen when its stage reads the batch.
 */
final class SinkActions {
  private final SparkContext context;
  private final Set<Integer> stages = new HashSet<>();
  private final Set<String> executions = new HashSet<>();
  private volatile boolean inSink;
  private volatile boolean planned;

  SinkActions(SparkContext context) {
    this.context = context;
  }

  /** A batch begins, which has no stage with another one. */
  void reset() {
    stages.clear();
    planned = false;
  }

  /** The plan of the batch is made; what is planned from now on is of the sink's own doing. */
  void begin() {
    inSink = true;
    planned = false;
    executions.clear();
    executions.add(Objects.requireNonNullElse(execution(), "none"));
  }

  /** The sink has returned. */
  void end() {
    inSink = false;
  }

  boolean isInSink() {
    return inSink;
  }

  /** A plan is made on the stream thread: whether it is that of a new action. */
  boolean isBegunByPlan() {
    String execution = execution();
    boolean begins = inSink && execution != null && executions.add(execution);
    planned |= begins;
    return begins;
  }

  /** A task of a stage reads the batch: whether an action begins with it. */
  boolean isBegunByStage(int stage) {
    if (!stages.add(stage)) {
      return false;
    }
    boolean begins = !planned;
    planned = false;
    return begins;
  }

  /** Each action is an execution of its own to Spark, and the batch is one (SQLExecution). */
  private @Nullable String execution() {
    return context.getLocalProperty(SQLExecution.EXECUTION_ID_KEY());
  }
}
