package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.FlatMapGroupsWithState;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.streaming.StreamingRelationV2;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.execution.streaming.StreamingRelation;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import scala.collection.JavaConverters;

/** What can be said of a streaming plan without running it. */
public final class PlanFacts {
  private static final int MOST_FIELDS = 8;
  private static final int LONGEST = 100;

  private final LogicalPlan analyzed;
  private final SparkSession session;

  private PlanFacts(LogicalPlan analyzed, SparkSession session) {
    this.analyzed = analyzed;
    this.session = session;
  }

  /** Of a streaming Dataset that is not started. */
  public static PlanFacts of(Dataset<?> result) {
    return of(result.queryExecution().analyzed(), result.sparkSession());
  }

  static PlanFacts of(LogicalPlan analyzed, SparkSession session) {
    return new PlanFacts(analyzed, session);
  }

  /** The operators as lines, from the sink to the sources, each below and beside what it feeds. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    draw(analyzed, 0, lines);
    return lines;
  }

  private static void draw(LogicalPlan plan, int depth, List<String> lines) {
    boolean drawn = !(plan instanceof SubqueryAlias);
    if (drawn) {
      lines.add("  ".repeat(depth) + line(plan));
    }
    for (LogicalPlan child : JavaConverters.seqAsJavaList(plan.children())) {
      draw(child, drawn ? depth + 1 : depth, lines);
    }
  }

  private static String line(LogicalPlan plan) {
    // The numbers of columns and inputs are others each time; a delay has a line of its own.
    String text = named(plan).replaceAll("#\\d+L?|-T\\d+ms", "");
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static String named(LogicalPlan plan) {
    if (plan instanceof StreamingRelationV2 source) {
      return source.table().name();
    }
    return plan instanceof StreamingRelation source
        ? source.sourceName()
        : plan.simpleString(MOST_FIELDS);
  }

  /** The operators that will keep state, from the sink to the sources, each with what is known. */
  public List<String> state() {
    return StreamingPlans.stateful(analyzed).stream().map(PlanFacts::state).toList();
  }

  private static String state(LogicalPlan plan) {
    if (plan instanceof Aggregate aggregate) {
      return "Aggregate: a row for each key, "
          + untilWhen(JavaConverters.seqAsJavaList(aggregate.groupingExpressions()));
    }
    if (plan instanceof Deduplicate deduplicate) {
      return "Deduplicate: a row for each key, "
          + untilWhen(List.copyOf(JavaConverters.seqAsJavaList(deduplicate.keys())));
    }
    return plan.nodeName();
  }

  private static String untilWhen(List<Expression> keys) {
    boolean inEventTime =
        keys.stream()
            .flatMap(key -> JavaConverters.seqAsJavaList(key.references().toSeq()).stream())
            .anyMatch(column -> column.metadata().contains(EventTimeWatermark.delayKey()));
    return inEventTime ? "until the watermark has passed it" : "for ever: no key has a watermark";
  }

  /** The output modes that Spark takes the plan in: append, update, complete, as far as it does. */
  public List<OutputMode> modes() {
    return OutputModes.ALL.stream().filter(mode -> refusal(mode).isEmpty()).toList();
  }

  /** The columns of the result that its last aggregation groups by; none if that is not known. */
  public List<String> keys() {
    return ResultKeys.of(analyzed);
  }

  /** Whether a row of the result may take the place of an earlier one. */
  public boolean replacesRows() {
    return StreamingPlans.stateful(analyzed).stream()
        .anyMatch(node -> node instanceof Aggregate || node instanceof FlatMapGroupsWithState);
  }

  /** Spark's reason to refuse an output mode; empty if it takes it. */
  public Optional<String> refusal(OutputMode mode) {
    return OutputModes.refusal(analyzed, mode, session);
  }

  /** Why the plan cannot be run continuously; empty if it can. */
  public Optional<String> continuousRefusal(OutputMode mode) {
    Optional<String> bySpark = OutputModes.continuousRefusal(analyzed, mode, session);
    return bySpark.isPresent() ? bySpark : sourceWithoutEpochs(analyzed);
  }

  private static Optional<String> sourceWithoutEpochs(LogicalPlan plan) {
    boolean able =
        !(plan instanceof StreamingRelation)
            && !(plan instanceof StreamingRelationV2 source
                && !source.table().capabilities().contains(TableCapability.CONTINUOUS_READ));
    if (!able) {
      return Optional.of("Its source " + line(plan) + " cannot be read continuously.");
    }
    return JavaConverters.seqAsJavaList(plan.children()).stream()
        .flatMap(child -> sourceWithoutEpochs(child).stream())
        .findFirst();
  }

  /** Whether a watermark that has moved has something to do: to emit, or to drop state. */
  public boolean actsOnWatermark() {
    return has(analyzed, EventTimeWatermark.class) && !StreamingPlans.stateful(analyzed).isEmpty();
  }

  /** Whether batches without data run at all. */
  public boolean runsNoDataBatches() {
    return Boolean.parseBoolean(
        session.conf().get("spark.sql.streaming.noDataMicroBatches.enabled"));
  }

  /** Whether a state has a timeout in processing time, for which Spark runs batches for ever. */
  public boolean timesOutInProcessingTime() {
    return StreamingPlans.stateful(analyzed).stream()
        .anyMatch(
            node ->
                node instanceof FlatMapGroupsWithState groups
                    && groups.timeout().equals(GroupStateTimeout.ProcessingTimeTimeout()));
  }

  private static boolean has(LogicalPlan plan, Class<? extends LogicalPlan> type) {
    return type.isInstance(plan)
        || JavaConverters.seqAsJavaList(plan.children()).stream().anyMatch(p -> has(p, type));
  }
}
