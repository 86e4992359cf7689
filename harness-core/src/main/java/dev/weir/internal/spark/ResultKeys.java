package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnaryNode;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Which columns of a result say what a row is about: those that its last aggregation groups by. */
final class ResultKeys {
  private ResultKeys() {}

  /**
   * The names of the key columns.
   *
   * @return none if the plan does not end in an aggregation, or a key does not reach the result
   */
  static List<String> of(LogicalPlan plan) {
    List<ExprId> keys = ids(plan);
    return JavaConverters.seqAsJavaList(plan.output()).stream()
        .filter(column -> keys.contains(column.exprId()))
        .map(NamedExpression::name)
        .toList();
  }

  private static List<ExprId> ids(LogicalPlan plan) {
    if (plan instanceof Aggregate aggregate) {
      return carriers(
          JavaConverters.seqAsJavaList(aggregate.groupingExpressions()),
          aggregate.aggregateExpressions());
    }
    if (plan instanceof Project project) {
      List<ExprId> below = ids(project.child());
      List<Expression> keys = new ArrayList<>();
      for (Attribute column : JavaConverters.seqAsJavaList(project.child().output())) {
        if (below.contains(column.exprId())) {
          keys.add(column);
        }
      }
      return carriers(keys, project.projectList());
    }
    boolean keepsRows =
        plan instanceof Filter
            || plan instanceof SubqueryAlias
            || plan instanceof Sort
            || plan instanceof GlobalLimit
            || plan instanceof LocalLimit
            || plan instanceof EventTimeWatermark;
    return keepsRows ? ids(((UnaryNode) plan).child()) : List.of();
  }

  /** The output columns that have the keys; none if one of the keys is lost. */
  private static List<ExprId> carriers(List<Expression> keys, Seq<NamedExpression> columns) {
    List<ExprId> found = new ArrayList<>();
    for (Expression key : keys) {
      ExprId carrier = carrier(key, columns);
      if (carrier == null) {
        return List.of();
      }
      found.add(carrier);
    }
    return found;
  }

  private static @Nullable ExprId carrier(Expression key, Seq<NamedExpression> columns) {
    for (NamedExpression column : JavaConverters.seqAsJavaList(columns)) {
      Expression value = column instanceof Alias alias ? alias.child() : (Expression) column;
      if (value.semanticEquals(key)) {
        return column.exprId();
      }
    }
    return null;
  }
}
