package dev.weir.assertion;

import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * One expected row: its cells in the order of the actual columns, or a condition.
 *
 * @param cells the cells; empty for a condition
 * @param condition the condition; null for cells
 */
record ExpectedRow(List<@Nullable Object> cells, @Nullable Predicate<Row> condition) {

  static ExpectedRow of(List<@Nullable Object> cells) {
    return new ExpectedRow(cells, null);
  }

  static ExpectedRow of(Predicate<Row> condition) {
    return new ExpectedRow(List.of(), condition);
  }

  /** Its cells for an IDE's diff; a condition has one in words. */
  List<@Nullable Object> forDiff() {
    return condition == null ? cells : List.of("a row that meets the condition");
  }
}
