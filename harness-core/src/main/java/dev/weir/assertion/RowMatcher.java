package dev.weir.assertion;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Finds which expected row stands for which actual one.
 *
 * <p>Rows that are equal at the same place are matched first, then those that are equal at another
 * one, by hash, so a million of them take a second. Only what is left is looked at more closely:
 * with a tolerance, rows that agree in all their exact cells; conditions, by a maximum matching,
 * since the first row that meets a condition may be the only one that meets another.
 */
final class RowMatcher {
  private final Comparison comparison;

  RowMatcher(Comparison comparison) {
    this.comparison = comparison;
  }

  Differences inAnyOrder(List<Row> actual, List<ExpectedRow> expected) {
    boolean[] used = new boolean[actual.size()];
    List<ExpectedRow> unmatched = elsewhere(expected, atTheSamePlace(actual, expected, used));
    Map<Integer, List<@Nullable Object>> cells = unused(actual, used);
    unmatched = byHash(cells, used, unmatched);
    List<ExpectedRow> missing = closely(actual, cells, used, unmatched);
    List<List<@Nullable Object>> unexpected = new ArrayList<>();
    cells.forEach(
        (i, row) -> {
          if (!used[i]) {
            unexpected.add(row);
          }
        });
    return new Differences(missing, unexpected, actual.size() - unexpected.size(), null);
  }

  /**
   * Which expected rows stand for the actual row of the same place. That is what becomes of most of
   * a million rows, and it needs no memory; rows that are equal can stand for each other.
   */
  private static BitSet atTheSamePlace(
      List<Row> actual, List<ExpectedRow> expected, boolean[] used) {
    BitSet found = new BitSet();
    int i = 0;
    Iterator<Row> rows = actual.iterator();
    for (ExpectedRow row : expected) {
      if (!rows.hasNext()) {
        break;
      }
      List<@Nullable Object> cells = Cells.of(rows.next());
      if (row.condition() == null && row.cells().equals(cells)) {
        used[i] = true;
        found.set(i);
      }
      i++;
    }
    return found;
  }

  private static List<ExpectedRow> elsewhere(List<ExpectedRow> expected, BitSet found) {
    List<ExpectedRow> rest = new ArrayList<>();
    int size = expected.size();
    for (int i = found.nextClearBit(0); i < size; i = found.nextClearBit(i + 1)) {
      rest.add(expected.get(i));
    }
    return rest;
  }

  /** The cells of the rows that are left, by place, in order. */
  private static Map<Integer, List<@Nullable Object>> unused(List<Row> actual, boolean[] used) {
    Map<Integer, List<@Nullable Object>> cells = new LinkedHashMap<>();
    for (int i = 0; i < used.length; i++) {
      if (!used[i]) {
        cells.put(i, Cells.of(actual.get(i)));
      }
    }
    return cells;
  }

  /** Those that stand for no row that is left. */
  private static List<ExpectedRow> byHash(
      Map<Integer, List<@Nullable Object>> cells, boolean[] used, List<ExpectedRow> expected) {
    Map<List<@Nullable Object>, Deque<Integer>> places = new HashMap<>();
    cells.forEach((place, row) -> places.computeIfAbsent(row, r -> new ArrayDeque<>(1)).add(place));
    List<ExpectedRow> unmatched = new ArrayList<>();
    for (ExpectedRow row : expected) {
      Deque<Integer> same = row.condition() == null ? places.get(row.cells()) : null;
      if (same == null || same.isEmpty()) {
        unmatched.add(row);
      } else {
        used[same.poll()] = true;
      }
    }
    return unmatched;
  }

  private List<ExpectedRow> closely(
      List<Row> actual,
      Map<Integer, List<@Nullable Object>> cells,
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
      Map<Integer, List<@Nullable Object>> cells, boolean[] used) {
    Map<List<@Nullable Object>, List<Integer>> result = new HashMap<>();
    cells.forEach(
        (i, row) -> {
          if (!used[i]) {
            result.computeIfAbsent(exactCells(row), c -> new ArrayList<>()).add(i);
          }
        });
    return result;
  }

  private int nearby(
      List<@Nullable Object> row,
      Map<Integer, List<@Nullable Object>> cells,
      boolean[] used,
      Map<List<@Nullable Object>, List<Integer>> byExactCells) {
    for (int candidate : byExactCells.getOrDefault(exactCells(row), List.of())) {
      if (!used[candidate]
          && Cells.within(
              row, Objects.requireNonNull(cells.get(candidate)), comparison.tolerance())) {
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
