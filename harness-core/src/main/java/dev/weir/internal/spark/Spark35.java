package dev.weir.internal.spark;

import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.encoders.RowEncoder;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.LogicalRDD$;
import org.apache.spark.sql.execution.streaming.StatefulOperator;
import org.apache.spark.sql.execution.streaming.StreamingSymmetricHashJoinExec;
import org.apache.spark.sql.execution.streaming.WatermarkSupport;
import org.apache.spark.sql.execution.streaming.WatermarkSupport$;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryManager;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/** Spark 3.5, against which Weir is compiled. */
class Spark35 implements SparkLine {

  @Override
  public final Governed govern(SparkSession session, QueryGovernor governor) {
    ManagerSlot slot = ManagerSlot.of(session);
    StreamingQueryManager before = slot.get();
    GovernedQueryManager governed = manager(session, governor);
    if (before != null) {
      replaceListeners(governed, before.listListeners());
    }
    slot.set(governed);
    SessionRules.teach(session, this);
    return () -> {
      slot.set(before);
      governed.close();
      EventSubscription.end(session.sparkContext(), governed);
    };
  }

  GovernedQueryManager manager(SparkSession session, QueryGovernor governor) {
    return new GovernedQueryManager(session, governor);
  }

  /** Each manager makes its own of those that the configuration names, so there would be two. */
  private static void replaceListeners(
      StreamingQueryManager manager, StreamingQueryListener[] listeners) {
    for (StreamingQueryListener own : manager.listListeners()) {
      manager.removeListener(own);
    }
    for (StreamingQueryListener listener : listeners) {
      manager.addListener(listener);
    }
  }

  @Override
  public ExpressionEncoder<Row> rowEncoder(StructType schema) {
    return ExpressionEncoder.apply(RowEncoder.encoderFor(schema, true));
  }

  @Override
  public Dataset<Row> over(RDD<InternalRow> rows, Dataset<Row> batch) {
    return Dataset.ofRows(
        batch.sparkSession(), LogicalRDD$.MODULE$.fromDataset(rows, batch, false));
  }

  @Override
  public Option<Object> watermarkForLateRows(StatefulOperator operator) {
    return operator instanceof StreamingSymmetricHashJoinExec join
        ? join.eventTimeWatermarkForLateEvents()
        : ((WatermarkSupport) operator).eventTimeWatermarkForLateEvents();
  }

  @Override
  public Option<Attribute> eventTime(StatefulOperator operator, Seq<Attribute> columns) {
    boolean several =
        operator instanceof WatermarkSupport support && !support.allowMultipleStatefulOperators();
    return WatermarkSupport$.MODULE$.findEventTimeColumn(columns, several);
  }

  @Override
  public void beforeOptimizing(
      SparkSessionExtensions extensions, AbstractFunction1<SparkSession, Rule<LogicalPlan>> rule) {
    extensions.injectPlanNormalizationRule(rule);
  }
}
