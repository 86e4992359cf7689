package dev.weir.internal.spark;

import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.encoders.RowEncoder;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.streaming.StatefulOperator;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.runtime.AbstractFunction1;

/** What is otherwise in Spark 3.3 than in 3.4. The methods called by name are not in 3.5. */
final class Spark33 extends Spark34 {

  @Override
  GovernedQueryManager manager(SparkSession session, QueryGovernor governor) {
    return new GovernedQueryManager33(session, governor);
  }

  @Override
  @SuppressWarnings("unchecked") // as RowEncoder.apply has it
  public ExpressionEncoder<Row> rowEncoder(StructType schema) {
    return (ExpressionEncoder<Row>)
        Reflection.call(
            RowEncoder.class,
            "apply",
            null,
            new Class<?>[] {StructType.class, boolean.class},
            schema,
            true);
  }

  @Override
  public Dataset<Row> over(RDD<InternalRow> rows, Dataset<Row> batch) {
    return batch.sparkSession().internalCreateDataFrame(rows, batch.schema(), false);
  }

  /** One watermark is for late rows and for state. */
  @Override
  @SuppressWarnings("unchecked") // as WatermarkSupport has it
  public Option<Object> watermarkForLateRows(StatefulOperator operator) {
    return (Option<Object>)
        Reflection.call(operator.getClass(), "eventTimeWatermark", operator, new Class<?>[0]);
  }

  /** There is no place for such a rule. */
  @Override
  public void beforeOptimizing(
      SparkSessionExtensions extensions, AbstractFunction1<SparkSession, Rule<LogicalPlan>> rule) {}
}
