package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.streaming.FlatMapGroupsWithStateExec;
import org.apache.spark.sql.execution.streaming.MicroBatchExecution;
import org.apache.spark.sql.execution.streaming.SessionWindowStateStoreRestoreExec;
import org.apache.spark.sql.execution.streaming.StateStoreSaveExec;
import org.apache.spark.sql.execution.streaming.StatefulOperator;
import org.apache.spark.sql.execution.streaming.StreamingSymmetricHashJoinExec;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Puts a {@link LateRowTap} under each stateful operator that drops late rows.
 *
 * <p>It is a planner rule of the session, of the kind that sees the physical plan last, when
 * Spark's {@code IncrementalExecution} has given each operator its watermark. The tap is a filter
 * that lets every row through, so that no answer changes; what is late it decides as the operator
 * does ({@code WatermarkSupport.watermarkExpression} in Spark 3.5).
 */
final class LateRowRule extends Rule<SparkPlan> {
  private final SparkContext context;
  private final SparkLine line;

  LateRowRule(SparkContext context, SparkLine line) {
    this.context = context;
    this.line = line;
  }

  @Override
  public SparkPlan apply(SparkPlan plan) {
    LateRowLog log = LateRowLog.of(context.getLocalProperty("spark.jobGroup.id"));
    return log == null ? plan : rewrite(plan, log);
  }

  private SparkPlan rewrite(SparkPlan plan, LateRowLog log) {
    List<SparkPlan> children = new ArrayList<>();
    boolean changed = false;
    List<SparkPlan> before = JavaConverters.seqAsJavaList(plan.children());
    for (int i = 0; i < before.size(); i++) {
      SparkPlan child = rewrite(before.get(i), log);
      if (plan instanceof StatefulOperator operator && operator.stateInfo().isDefined()) {
        child = tapped(operator, i, child, log);
      }
      changed |= child != before.get(i);
      children.add(child);
    }
    return changed ? plan.withNewChildren(JavaConverters.asScalaBuffer(children).toSeq()) : plan;
  }

  private SparkPlan tapped(StatefulOperator operator, int child, SparkPlan plan, LateRowLog log) {
    Option<Object> watermark = watermark(operator, child);
    Expression time = watermark.isEmpty() ? null : eventTime(operator, plan.output());
    if (time == null) {
      return plan;
    }
    CollectionAccumulator<LateRow> rows = new CollectionAccumulator<>();
    context.register(rows);
    LateRowTap tap = new LateRowTap((Long) watermark.get(), rows);
    SparkPlan tapped = tap.into(plan, time);
    String batch = context.getLocalProperty(MicroBatchExecution.BATCH_ID_KEY());
    log.add(
        batch == null ? -1 : Long.parseLong(batch),
        operator.stateInfo().get().operatorId(),
        child,
        tap.schema(),
        rows);
    return tapped;
  }

  /** The watermark by which an operator drops rows of a child, in milliseconds. */
  private Option<Object> watermark(StatefulOperator operator, int child) {
    boolean drops =
        isDeduplication(operator)
            || operator instanceof SessionWindowStateStoreRestoreExec
            || operator instanceof StreamingSymmetricHashJoinExec
            || (operator instanceof StateStoreSaveExec save && !isComplete(save))
            || (operator instanceof FlatMapGroupsWithStateExec groups
                && child == 0
                && groups.timeoutConf().equals(GroupStateTimeout.EventTimeTimeout()));
    return drops ? line.watermarkForLateRows(operator) : Option.empty();
  }

  /** Of the two that Spark 3.5 has, or the one of the lines before, which have another class. */
  private static boolean isDeduplication(StatefulOperator operator) {
    return ((SparkPlan) operator).nodeName().startsWith("StreamingDeduplicate");
  }

  private static boolean isComplete(StateStoreSaveExec save) {
    return save.outputMode().isDefined() && save.outputMode().get().equals(OutputMode.Complete());
  }

  /** The event time that counts: that of the row, or the end of its window. */
  private @Nullable Expression eventTime(StatefulOperator operator, Seq<Attribute> output) {
    Option<Attribute> column = line.eventTime(operator, output);
    if (column.isEmpty()) {
      return null;
    }
    return column.get().dataType() instanceof StructType
        ? new GetStructField(column.get(), 1, Option.empty())
        : column.get();
  }
}
