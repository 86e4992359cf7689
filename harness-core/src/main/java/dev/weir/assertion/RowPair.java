package dev.weir.assertion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A missing row beside the unexpected one of the same key, where keys are known, or else beside the
 * one that is nearest to it, if any is near.
 *
 * @param expected the missing row; null where an unexpected row is left alone
 * @param actual the unexpected row; null where a missing row is left alone
 */
record RowPair(@Nullable ExpectedRow expected, @Nullable List<@Nullable Object> actual) {
  /** Beyond this many rows near ones are not looked for: the failure shows the first pairs only. */
  private static final int LOOKED_AT = 50;

  private static final int NOBODY = -1;

  /**
   * Pairs rows.
   *
   * @param keys the numbers of the columns that make a row's key; none if it is not known
   */
  static List<RowPair> of(Differences differences, List<Integer> keys) {
    List<ExpectedRow> missing = differences.missing();
    List<List<@Nullable Object>> unexpected = differences.unexpected();
    int[] partners = new int[missing.size()];
    Arrays.fill(partners, NOBODY);
    boolean[] taken = new boolean[unexpected.size()];
    if (!keys.isEmpty()) {
      byKey(missing, unexpected, keys, partners, taken);
    }
    for (int m = 0; m < Math.min(LOOKED_AT, partners.length); m++) {
      if (partners[m] == NOBODY) {
        take(m, nearest(missing.get(m), unexpected, untaken(taken), false), partners, taken);
      }
    }
    List<RowPair> pairs = new ArrayList<>();
    for (int m = 0; m < partners.length; m++) {
      pairs.add(
          new RowPair(missing.get(m), partners[m] == NOBODY ? null : unexpected.get(partners[m])));
    }
    for (int u = 0; u < taken.length; u++) {
      if (!taken[u]) {
        pairs.add(new RowPair(null, unexpected.get(u)));
      }
    }
    return pairs;
  }

  private static void byKey(
      List<ExpectedRow> missing,
      List<List<@Nullable Object>> unexpected,
      List<Integer> keys,
      int[] partners,
      boolean[] taken) {
    Map<List<@Nullable Object>, List<Integer>> ofKey = new HashMap<>();
    for (int u = 0; u < unexpected.size(); u++) {
      ofKey.computeIfAbsent(key(unexpected.get(u), keys), k -> new ArrayList<>()).add(u);
    }
    for (int m = 0; m < partners.length; m++) {
      if (missing.get(m).condition() == null) {
        List<Integer> same = ofKey.get(key(missing.get(m).cells(), keys));
        if (same != null) {
          int nearest = nearest(missing.get(m), unexpected, same, true);
          take(m, nearest, partners, taken);
          same.remove(Integer.valueOf(nearest));
        }
      }
    }
  }

  private static List<@Nullable Object> key(List<@Nullable Object> cells, List<Integer> keys) {
    List<@Nullable Object> key = new ArrayList<>(keys.size());
    for (int column : keys) {
      key.add(cells.get(column));
    }
    return key;
  }

  private static void take(int missing, int row, int[] partners, boolean[] taken) {
    partners[missing] = row;
    if (row != NOBODY) {
      taken[row] = true;
    }
  }

  private static List<Integer> untaken(boolean[] taken) {
    List<Integer> rows = new ArrayList<>();
    for (int u = 0; u < taken.length && rows.size() < LOOKED_AT; u++) {
      if (!taken[u]) {
        rows.add(u);
      }
    }
    return rows;
  }

  private static int nearest(
      ExpectedRow missing,
      List<List<@Nullable Object>> rows,
      List<Integer> candidates,
      boolean sameKey) {
    if (missing.condition() != null) {
      return NOBODY;
    }
    int best = NOBODY;
    // Of several columns one has to be equal, or any row would be near to any other.
    int most = sameKey || missing.cells().size() == 1 ? -1 : 0;
    HashSet<@Nullable Object> values = new HashSet<>(missing.cells());
    for (int candidate : candidates) {
      List<@Nullable Object> row = rows.get(candidate);
      int equal = 0;
      for (int c = 0; c < missing.cells().size(); c++) {
        if (Objects.equals(missing.cells().get(c), row.get(c))) {
          equal++;
        }
      }
      // The same values in other columns are near, too: a column order that was not meant.
      equal = equal * 2 + (values.equals(new HashSet<>(row)) ? 1 : 0);
      if (equal > most) {
        most = equal;
        best = candidate;
      }
    }
    return best;
  }

  /** The columns in which the two rows of a pair differ. */
  List<Integer> differingColumns() {
    List<Integer> columns = new ArrayList<>();
    if (expected != null && actual != null && expected.condition() == null) {
      for (int c = 0; c < actual.size(); c++) {
        if (!Objects.equals(expected.cells().get(c), actual.get(c))) {
          columns.add(c);
        }
      }
    }
    return columns;
  }
}
