package dev.weir.internal.spark;

import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.streaming.StatefulOperator;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/**
 * What differs between the lines of Spark in what Weir needs beyond its public API. Another line is
 * another implementation; all else in this package is the same for each of them.
 */
public interface SparkLine {

  /**
   * The implementation for the Spark that is on the class path.
   *
   * @throws IllegalStateException if there is none for that version
   */
  static SparkLine current() {
    return of(org.apache.spark.package$.MODULE$.SPARK_VERSION());
  }

  /** The implementation for one version, such as {@code 3.5.7}. */
  static SparkLine of(String version) {
    return switch (version.replaceFirst("^(\\d+\\.\\d+)\\..*", "$1")) {
      case "3.3" -> new Spark33();
      case "3.4" -> new Spark34();
      case "3.5" -> new Spark35();
      default ->
          throw new IllegalStateException(
              "Spark "
                  + version
                  + " is on the class path, but this release of Weir drives Spark 3.3.x, 3.4.x and"
                  + " 3.5.x. See docs/errors/spark-version.md");
    };
  }

  /**
   * Puts every query that will be started in a session under a governor.
   *
   * @return what gives the session back its freedom
   */
  Governed govern(SparkSession session, QueryGovernor governor);

  /**
   * An encoder of rows that takes both kinds of date and time values, java.sql's and java.time's.
   */
  ExpressionEncoder<Row> rowEncoder(StructType schema);

  /** A Dataset over a batch's rows, as {@code ForeachBatchSink} makes it of the batch. */
  Dataset<Row> over(RDD<InternalRow> rows, Dataset<Row> batch);

  /** The watermark by which a stateful operator drops late rows, in milliseconds. */
  Option<Object> watermarkForLateRows(StatefulOperator operator);

  /** The column with the event time by which a stateful operator drops late rows. */
  Option<Attribute> eventTime(StatefulOperator operator, Seq<Attribute> columns);

  /**
   * Lets a rule see each logical plan before Spark optimizes it, where this line has a place for
   * such a rule.
   */
  void beforeOptimizing(
      SparkSessionExtensions extensions, AbstractFunction1<SparkSession, Rule<LogicalPlan>> rule);

  /** A session under a governor. */
  interface Governed extends AutoCloseable {
    /**
     * Lets the session start queries as Spark would, and removes what the governor left in Spark.
     */
    @Override
    void close();
  }
}
