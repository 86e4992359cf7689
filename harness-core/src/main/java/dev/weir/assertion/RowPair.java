package dev.weir.assertion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A missing row beside the unexpected one that is nearest to it, if any is near.
 *
 * @param expected the missing row; null where an unexpected row is left alone
 * @param actual the unexpected row; null where a missing row is left alone
 */
record RowPair(@Nullable ExpectedRow expected, @Nullable List<@Nullable Object> actual) {
  /** Beyond this many rows pairs are not looked for: the failure shows the first ones only. */
  private static final int LOOKED_AT = 50;

  static List<RowPair> of(Differences differences) {
    List<RowPair> pairs = new ArrayList<>();
    List<List<@Nullable Object>> left = new ArrayList<>(differences.unexpected());
    for (ExpectedRow missing : differences.missing()) {
      int nearest = pairs.size() < LOOKED_AT ? nearest(missing, left) : -1;
      pairs.add(new RowPair(missing, nearest < 0 ? null : left.remove(nearest)));
    }
    left.forEach(row -> pairs.add(new RowPair(null, row)));
    return pairs;
  }

  private static int nearest(ExpectedRow missing, List<List<@Nullable Object>> rows) {
    int best = -1;
    int most = missing.cells().size() == 1 ? -1 : 0;
    HashSet<@Nullable Object> values = new HashSet<>(missing.cells());
    for (int i = 0; i < Math.min(rows.size(), LOOKED_AT) && missing.condition() == null; i++) {
      int equal = 0;
      for (int c = 0; c < missing.cells().size(); c++) {
        if (Objects.equals(missing.cells().get(c), rows.get(i).get(c))) {
          equal++;
        }
      }
      // The same values in other columns are near, too: a column order that was not meant.
      equal = equal * 2 + (values.equals(new HashSet<>(rows.get(i))) ? 1 : 0);
      if (equal > most) {
        most = equal;
        best = i;
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
