package dev.weir.assertion;

import dev.weir.sink.RowOrder;
import dev.weir.sink.SinkRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * The text of a failed comparison: where the rows were seen and what the engine knew, the
 * differences in pairs, the counts and the rules, what was there, and what to do.
 */
@API(status = Status.INTERNAL, since = "0.1")
public final class FailureText {
  private static final int MOST_PAIRS = 10;
  private static final int MOST_ROWS = 10;
  private static final int MOST_COLUMNS = 12;

  private final SinkRows rows;
  private final Comparison comparison;
  private final boolean ordered;

  FailureText(SinkRows rows, Comparison comparison, boolean ordered) {
    this.rows = rows;
    this.comparison = comparison;
    this.ordered = ordered;
  }

  /** For an assertion that lets other rows be there: they are shown only beside what is missing. */
  String ofMissing(Differences differences, List<ExpectedRow> expected) {
    List<RowPair> pairs =
        RowPair.of(differences, keys()).stream().filter(pair -> pair.expected() != null).toList();
    return text(
        pairs,
        differences.missing().size()
            + " missing, "
            + (expected.size() - differences.missing().size())
            + " as expected; others may be there. "
            + comparison.describe(ordered),
        Hints.of(pairs, comparison));
  }

  String of(Differences differences, List<ExpectedRow> expected) {
    if (differences.misplaced() != null) {
      return title(rows) + "\n\n" + misplaced(differences.misplaced(), expected);
    }
    List<RowPair> pairs = RowPair.of(differences, keys());
    List<String> hints = new ArrayList<>(Hints.of(pairs, comparison));
    hints.addAll(Hints.ofRepeated(pairs, expected));
    return text(
        pairs,
        differences.missing().size()
            + " missing, "
            + differences.unexpected().size()
            + " unexpected, "
            + differences.matched()
            + " as expected. "
            + comparison.describe(ordered),
        hints);
  }

  private String text(List<RowPair> pairs, String counts, List<String> hints) {
    return (title(rows)
            + "\n\n"
            + table(pairs)
            + '\n'
            + counts
            + '\n'
            + actual(rows)
            + String.join("\n", hints))
        .stripTrailing();
  }

  /** The numbers of the key columns. */
  private List<Integer> keys() {
    List<String> columns = Arrays.asList(rows.schema().fieldNames());
    return rows.keys().stream().map(columns::indexOf).filter(c -> c >= 0).toList();
  }

  /** Where, and what the engine knew. */
  static String title(SinkRows rows) {
    return rows.title()
        + (rows.notes().isEmpty() ? "" : " (" + String.join(", ", rows.notes()) + ")");
  }

  /** The rows that were there, as far as they fit. */
  static String actual(SinkRows rows) {
    if (rows.rows().isEmpty()) {
      return "There were no rows.\n";
    }
    return (rows.rows().size() == 1 ? "The row" : "The " + rows.rows().size() + " rows")
        + " that came:\n"
        + sample(rows);
  }

  /** A table of the first rows and columns, each cell as far as it fits, and how many are more. */
  public static String sample(SinkRows rows) {
    List<Integer> columns = firstColumns(rows, Set.of());
    TextTable table = new TextTable();
    table.add("   ", header(rows, columns), moreColumns(rows, columns));
    for (Row row : rows.rows().subList(0, Math.min(MOST_ROWS, rows.rows().size()))) {
      table.add("   ", texts(Cells.of(row), columns), "");
    }
    int more = rows.rows().size() - MOST_ROWS;
    return table.render() + (more > 0 ? "   … and " + more + " more\n" : "");
  }

  private String table(List<RowPair> pairs) {
    List<RowPair> shown = pairs.subList(0, Math.min(MOST_PAIRS, pairs.size()));
    Set<Integer> differing = new LinkedHashSet<>();
    shown.forEach(pair -> differing.addAll(pair.differingColumns()));
    List<Integer> columns = firstColumns(rows, differing);
    TextTable table = new TextTable();
    table.add("   ", header(rows, columns), moreColumns(rows, columns));
    for (RowPair pair : shown) {
      add(table, pair, columns);
    }
    int more = pairs.size() - shown.size();
    return table.render() + (more > 0 ? "   … and " + more + " more differences\n" : "");
  }

  private void add(TextTable table, RowPair pair, List<Integer> columns) {
    List<Integer> differing = pair.differingColumns();
    ExpectedRow expected = pair.expected();
    List<@Nullable Object> actual = pair.actual();
    if (expected != null) {
      List<String> cells =
          expected.condition() != null
              ? List.of("a row that meets the condition")
              : texts(expected.cells(), columns);
      table.add(" - ", typed(cells, expected.cells(), actual, columns, differing), "expected");
    }
    if (actual != null) {
      List<@Nullable Object> other = expected == null ? null : expected.cells();
      String names =
          String.join(", ", differing.stream().map(c -> rows.schema().fieldNames()[c]).toList());
      table.add(
          " + ",
          typed(texts(actual, columns), actual, other, columns, differing),
          "emitted" + (names.isEmpty() ? "" : "  <<< " + names));
    }
  }

  /** Shows the types of two cells that differ and do not look different. */
  private static List<String> typed(
      List<String> texts,
      List<@Nullable Object> own,
      @Nullable List<@Nullable Object> other,
      List<Integer> columns,
      List<Integer> differing) {
    List<String> result = new ArrayList<>(texts);
    for (int i = 0; i < columns.size() && other != null; i++) {
      int c = columns.get(i);
      if (differing.contains(c)
          && own.get(c) != null
          && other.get(c) != null
          && Objects.requireNonNull(own.get(c)).getClass()
              != Objects.requireNonNull(other.get(c)).getClass()) {
        result.set(i, CellText.withType(own.get(c)));
      }
    }
    return result;
  }

  private String misplaced(int index, List<ExpectedRow> expected) {
    List<Integer> columns = firstColumns(rows, Set.of());
    TextTable table = new TextTable();
    table.add("   ", header(rows, columns), moreColumns(rows, columns));
    ExpectedRow row = expected.get(index);
    table.add(
        " - ",
        row.condition() == null
            ? texts(row.cells(), columns)
            : List.of("a row that meets the condition"),
        "expected at index " + index);
    table.add(" + ", texts(Cells.of(rows.rows().get(index)), columns), "emitted there");
    return table.render()
        + "\nThe rows are the expected ones, in another order. "
        + comparison.describe(ordered)
        + "\n"
        + actual(rows)
        + orderHint()
        + " See docs/errors/order.md";
  }

  /**
   * Of a result that the job sorts, the order is part of the answer: not to look at it is no cure.
   */
  private String orderHint() {
    return rows.order() == RowOrder.SORTED
        ? "The query sorts its result: look at what it sorts by, and in which direction."
        : "If the order does not matter: containsExactlyInAnyOrder.";
  }

  private static List<Integer> firstColumns(SinkRows rows, Set<Integer> first) {
    Set<Integer> columns = new LinkedHashSet<>();
    if (rows.schema().length() > MOST_COLUMNS) {
      columns.addAll(first);
    }
    for (int c = 0; c < rows.schema().length(); c++) {
      columns.add(c);
    }
    return columns.stream().limit(MOST_COLUMNS).toList();
  }

  private static String moreColumns(SinkRows rows, List<Integer> columns) {
    int more = rows.schema().length() - columns.size();
    return more > 0 ? "… and " + more + " more columns" : "";
  }

  private static List<String> header(SinkRows rows, List<Integer> columns) {
    return columns.stream().map(c -> CellText.of(rows.schema().fieldNames()[c])).toList();
  }

  private static List<String> texts(List<@Nullable Object> cells, List<Integer> columns) {
    return columns.stream().map(c -> CellText.of(cells.get(c))).toList();
  }

  /** Rows for an IDE's own diff: sorted where the order means nothing. */
  static String forDiff(List<List<@Nullable Object>> cells, boolean ordered) {
    String[] lines =
        cells.stream()
            .limit(1000)
            .map(row -> String.join(" | ", row.stream().map(CellText::of).toList()))
            .toArray(String[]::new);
    if (!ordered) {
      Arrays.sort(lines);
    }
    return String.join("\n", lines);
  }
}
