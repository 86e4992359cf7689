package dev.weir.internal.spark;

import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.CreateStruct$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.PreciseTimestampConversion;
import org.apache.spark.sql.execution.AppendColumnsExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SortExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.aggregate.BaseAggregateExec;
import org.apache.spark.sql.execution.aggregate.UpdatingSessionsExec;
import org.apache.spark.sql.execution.exchange.ShuffleExchangeExec;
import org.apache.spark.sql.execution.streaming.StateStoreRestoreExec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;
import scala.collection.JavaConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * A filter that lets every row pass and copies those that an operator above it will drop as late.
 *
 * <p>It goes in as far below the operator as the event time can still be told, down to where the
 * job's own columns are: a windowed count, for one, drops what is left of a row when it has been
 * counted, and nobody would know that again. What the rows are compared with is a field of a
 * function and no literal, so that Spark's generated code is the same in every batch.
 */
final class LateRowTap {
  private final long watermarkMs;
  private final CollectionAccumulator<LateRow> rows;
  private StructType schema = new StructType();

  LateRowTap(long watermarkMs, CollectionAccumulator<LateRow> rows) {
    this.watermarkMs = watermarkMs;
    this.rows = rows;
  }

  /** The columns of the rows where the tap went in. */
  StructType schema() {
    return schema;
  }

  /** A plan with the tap in it, for an event time that is given in terms of the plan's output. */
  SparkPlan into(SparkPlan plan, Expression time) {
    List<SparkPlan> children = JavaConverters.seqAsJavaList(plan.children());
    if (children.size() == 1) {
      SparkPlan child = children.get(0);
      Expression below = plan instanceof ProjectExec project ? inTermsOfInput(time, project) : time;
      if (keepsRows(plan) && below.deterministic() && isKnown(below, child)) {
        List<SparkPlan> tapped = List.of(into(child, below));
        return plan.withNewChildren(JavaConverters.asScalaBuffer(tapped).toSeq());
      }
    }
    schema = plan.schema();
    return new FilterExec(condition(plan, time), plan);
  }

  /** Whether below a node there are the same rows, or the ones that were grouped there. */
  private static boolean keepsRows(SparkPlan plan) {
    return plan instanceof ProjectExec
        || plan instanceof ShuffleExchangeExec
        || plan instanceof SortExec
        || plan instanceof BaseAggregateExec
        || plan instanceof UpdatingSessionsExec
        || plan instanceof StateStoreRestoreExec
        || plan instanceof AppendColumnsExec;
  }

  private static boolean isKnown(Expression time, SparkPlan plan) {
    return time.references().subsetOf(plan.outputSet());
  }

  private static Expression inTermsOfInput(Expression time, ProjectExec project) {
    List<NamedExpression> columns = JavaConverters.seqAsJavaList(project.projectList());
    return time.transformUp(
        new AbstractPartialFunction<Expression, Expression>() {
          @Override
          public boolean isDefinedAt(Expression expression) {
            return expression instanceof AttributeReference;
          }

          @Override
          public Expression apply(Expression expression) {
            for (NamedExpression column : columns) {
              if (column instanceof Alias alias
                  && alias.exprId().equals(((AttributeReference) expression).exprId())) {
                return alias.child();
              }
            }
            return expression;
          }
        });
  }

  private Expression condition(SparkPlan plan, Expression time) {
    Expression micros = new PreciseTimestampConversion(time, time.dataType(), DataTypes.LongType);
    CreateNamedStruct row =
        CreateStruct$.MODULE$.apply(
            JavaConverters.asScalaBuffer(
                    List.<Expression>copyOf(JavaConverters.<Attribute>seqAsJavaList(plan.output())))
                .toSeq());
    return new If(
        call(new IsLate(watermarkMs * 1000), micros),
        call(new Copy(rows), row),
        Literal.TrueLiteral());
  }

  private static Expression call(UDF1<?, Boolean> function, Expression argument) {
    return functions
        .udf(function, DataTypes.BooleanType)
        .asNondeterministic()
        .apply(new Column(argument))
        .expr();
  }

  private record IsLate(long watermarkMicros) implements UDF1<Long, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean call(Long micros) {
      return micros != null && micros <= watermarkMicros;
    }
  }

  private record Copy(CollectionAccumulator<LateRow> rows) implements UDF1<Row, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean call(Row row) {
      rows.add(new LateRow(TaskContext.get().stageId(), row));
      return true;
    }
  }
}
