package dev.weir.assertion;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Finds which expected row stands for which actual one.
 *
 * <p>Equal rows are matched by hash, so a million of them take a second. Only what is left is
 * looked at more closely: with a tolerance, rows that agree in all their exact cells; conditions,
 * by a maximum matching, since the first row that meets a condition may be the only one that meets
 * another.
 */
final class RowMatcher {
  private final Comparison comparison;

  RowMatcher(Comparison comparison) {
    this.comparison = comparison;
  }

  Differences inAnyOrder(List<Row> actual, List<ExpectedRow> expected) {
    List<List<@Nullable Object>> cells = new ArrayList<>(actual.size());
    Map<List<@Nullable Object>, Deque<Integer>> byCells = new HashMap<>();
    for (int i = 0; i < actual.size(); i++) {
      List<@Nullable Object> row = Cells.of(actual.get(i));
      cells.add(row);
      byCells.computeIfAbsent(row, r -> new ArrayDeque<>()).add(i);
    }
    boolean[] used = new boolean[actual.size()];
    List<ExpectedRow> unmatched = new ArrayList<>();
    for (ExpectedRow row : expected) {
      Deque<Integer> same = row.condition() == null ? byCells.get(row.cells()) : null;
      if (same == null || same.isEmpty()) {
        unmatched.add(row);
      } else {
        used[same.poll()] = true;
      }
    }
    List<ExpectedRow> missing = closely(actual, cells, used, unmatched);
    List<List<@Nullable Object>> unexpected = new ArrayList<>();
    for (int i = 0; i < used.length; i++) {
      if (!used[i]) {
        unexpected.add(cells.get(i));
      }
    }
    return new Differences(missing, unexpected, actual.size() - unexpected.size(), null);
  }

  private List<ExpectedRow> closely(
      List<Row> actual,
      List<List<@Nullable Object>> cells,
      boolean[] used,
      List<ExpectedRow> unmatched) {
    List<ExpectedRow> missing = new ArrayList<>();
    List<ExpectedRow> conditions = new ArrayList<>();
    Map<List<@Nullable Object>, List<Integer>> byExactCells =
        comparison.tolerance() > 0 ? byExactCells(cells, used) : Map.of();
    for (ExpectedRow row : unmatched) {
      if (row.condition() != null) {
        conditions.add(row);
        continue;
      }
      int found = nearby(row.cells(), cells, used, byExactCells);
      if (found < 0) {
        missing.add(row);
      } else {
        used[found] = true;
      }
    }
    missing.addAll(new ConditionMatching(actual, used, conditions).unmet());
    return missing;
  }

  private static Map<List<@Nullable Object>, List<Integer>> byExactCells(
      List<List<@Nullable Object>> cells, boolean[] used) {
    Map<List<@Nullable Object>, List<Integer>> result = new HashMap<>();
    for (int i = 0; i < used.length; i++) {
      if (!used[i]) {
        result.computeIfAbsent(exactCells(cells.get(i)), c -> new ArrayList<>()).add(i);
      }
    }
    return result;
  }

  private int nearby(
      List<@Nullable Object> row,
      List<List<@Nullable Object>> cells,
      boolean[] used,
      Map<List<@Nullable Object>, List<Integer>> byExactCells) {
    for (int candidate : byExactCells.getOrDefault(exactCells(row), List.of())) {
      if (!used[candidate] && Cells.within(row, cells.get(candidate), comparison.tolerance())) {
        return candidate;
      }
    }
    return -1;
  }

  private static List<@Nullable Object> exactCells(List<@Nullable Object> row) {
    List<@Nullable Object> exact = new ArrayList<>(row.size());
    for (Object cell : row) {
      exact.add(Cells.exactPart(cell));
    }
    return exact;
  }

  /** In order, where the order of the rows within one batch means nothing. */
  Differences inOrder(List<Row> actual, List<ExpectedRow> expected, List<Integer> groupSizes) {
    Differences anyOrder = inAnyOrder(actual, expected);
    if (!anyOrder.none()) {
      return anyOrder;
    }
    int from = 0;
    for (int size : groupSizes) {
      Differences group =
          inAnyOrder(actual.subList(from, from + size), expected.subList(from, from + size));
      if (!group.none()) {
        return new Differences(List.of(), List.of(), actual.size(), from);
      }
      from += size;
    }
    return anyOrder;
  }

  /** In order, row by row. */
  Differences inOrder(List<Row> actual, List<ExpectedRow> expected) {
    Integer[] ones = new Integer[actual.size()];
    Arrays.fill(ones, 1);
    return inOrder(actual, expected, Arrays.asList(ones));
  }
}
