package dev.weir.assertion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;

/** Gives as many conditions as possible a row of their own that meets them (Kuhn's algorithm). */
final class ConditionMatching {
  private static final int NOBODY = -1;

  private final List<Row> rows;
  private final boolean[] used;
  private final List<ExpectedRow> conditions;
  private final int[] conditionOfRow;

  ConditionMatching(List<Row> rows, boolean[] used, List<ExpectedRow> conditions) {
    this.rows = rows;
    this.used = used;
    this.conditions = conditions;
    this.conditionOfRow = new int[rows.size()];
    Arrays.fill(conditionOfRow, NOBODY);
  }

  /** The conditions that no row is left for; rows that meet the others are marked as used. */
  List<ExpectedRow> unmet() {
    List<ExpectedRow> unmet = new ArrayList<>();
    for (int c = 0; c < conditions.size(); c++) {
      if (!assign(c, new boolean[rows.size()])) {
        unmet.add(conditions.get(c));
      }
    }
    for (int r = 0; r < conditionOfRow.length; r++) {
      used[r] |= conditionOfRow[r] != NOBODY;
    }
    return unmet;
  }

  private boolean assign(int condition, boolean[] tried) {
    for (int r = 0; r < rows.size(); r++) {
      if (!used[r]
          && !tried[r]
          && Objects.requireNonNull(conditions.get(condition).condition()).test(rows.get(r))) {
        tried[r] = true;
        if (conditionOfRow[r] == NOBODY || assign(conditionOfRow[r], tried)) {
          conditionOfRow[r] = condition;
          return true;
        }
      }
    }
    return false;
  }
}
