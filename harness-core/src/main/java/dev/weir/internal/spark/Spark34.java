package dev.weir.internal.spark;

import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.execution.streaming.StatefulOperator;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** What is otherwise in Spark 3.4 than in 3.5. */
class Spark34 extends Spark35 {

  /** The first column that has a watermark ({@code WatermarkSupport.watermarkExpression}). */
  @Override
  public Option<Attribute> eventTime(StatefulOperator operator, Seq<Attribute> columns) {
    return JavaConverters.seqAsJavaList(columns).stream()
        .filter(column -> column.metadata().contains(EventTimeWatermark.delayKey()))
        .findFirst()
        .map(Option::apply)
        .orElse(Option.empty());
  }
}
