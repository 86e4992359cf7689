package dev.weir.assertion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to do next, where the cause of a difference is plain. */
final class Hints {
  private static final int LOOKED_AT = 50;

  private Hints() {}

  static List<String> of(List<RowPair> pairs, Comparison comparison) {
    List<String> hints = new ArrayList<>();
    for (RowPair pair : pairs) {
      if (pair.expected() == null || pair.actual() == null) {
        continue;
      }
      for (int column : pair.differingColumns()) {
        String hint = of(pair.expected().cells().get(column), pair.actual().get(column));
        if (hint != null && !hints.contains(hint)) {
          hints.add(hint);
        }
      }
      if (!comparison.byName() && hints.isEmpty() && isPermuted(pair)) {
        hints.add(
            "The values are the same in another order of the columns: expect maps, beans or a"
                + " DataFrame with ignoringColumnOrder(), if the order does not matter.");
      }
    }
    return hints.subList(0, Math.min(3, hints.size()));
  }

  /** Rows that came more often than expected, the trace of a batch that was written twice. */
  static List<String> ofRepeated(List<RowPair> pairs, List<ExpectedRow> expected) {
    Map<List<@Nullable Object>, Integer> tooOften = new LinkedHashMap<>();
    for (RowPair pair : pairs.subList(0, Math.min(LOOKED_AT, pairs.size()))) {
      if (pair.expected() == null && pair.actual() != null) {
        tooOften.merge(pair.actual(), 1, Integer::sum);
      }
    }
    List<String> hints = new ArrayList<>();
    tooOften.forEach(
        (row, times) -> {
          long wanted = expected.stream().filter(e -> e.cells().equals(row)).count();
          if (wanted > 0 && hints.size() < 3) {
            hints.add(
                "Row "
                    + CellText.of(row)
                    + " came "
                    + (wanted + times)
                    + " times, expected "
                    + (wanted == 1 ? "once." : wanted + " times."));
          }
        });
    return hints;
  }

  private static @Nullable String of(@Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof Integer e && actual instanceof Long) {
      return "The column is a bigint, a Long in Java, as Spark's count() is: write "
          + e
          + "L. See docs/errors/wrong-type.md";
    }
    if (expected instanceof Double e
        && actual instanceof Double a
        && Math.abs(e - a) <= Math.abs(e) * 1e-9) {
      return "The numbers differ by rounding only: withTolerance(1e-9)."
          + " See docs/errors/rounding.md";
    }
    if (expected != null
        && actual != null
        && expected.getClass() != actual.getClass()
        && expected.toString().equals(actual.toString())) {
      return "The values look the same, but a "
          + expected.getClass().getSimpleName()
          + " is expected, and what was emitted is of type "
          + actual.getClass().getSimpleName()
          + ". See docs/errors/wrong-type.md";
    }
    return null;
  }

  private static boolean isPermuted(RowPair pair) {
    return pair.expected() != null
        && pair.actual() != null
        && pair.differingColumns().size() > 1
        && new HashSet<>(pair.expected().cells()).equals(new HashSet<>(pair.actual()));
  }
}
