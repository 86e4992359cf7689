package dev.weir.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * How much one page may hold, so that a browser still opens it at once, and what was left out for
 * that. It is spent from the end of the run backwards, where the failure is.
 */
final class PageBudget {
  static final int MOST_COLUMNS = 60;
  static final int LONGEST_VALUE = 200;
  static final int MOST_ROWS_OF_BATCH = 10_000;
  static final int MOST_MOMENTS = 50_000;

  private static final int MOST_LATE_ROWS = 200;

  private final Set<String> leftOut = new LinkedHashSet<>();
  private long rows;
  private long characters;

  PageBudget() {
    this(100_000, 12_000_000);
  }

  PageBudget(long rows, long characters) {
    this.rows = rows;
    this.characters = characters;
  }

  /** What is not on the page, in sentences. */
  List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  void leaveOut(String sentence) {
    leftOut.add(sentence);
  }

  boolean isSpent() {
    return rows <= 0 || characters <= 0;
  }

  /** The cells of rows, each shortened; null once everything is spent. */
  @Nullable List<List<@Nullable String>> cells(List<Row> all) {
    if (isSpent() && !all.isEmpty()) {
      return null;
    }
    List<List<@Nullable String>> shown = new ArrayList<>();
    for (Row row : all.subList(0, Math.min(all.size(), MOST_ROWS_OF_BATCH))) {
      if (isSpent()) {
        break;
      }
      shown.add(cells(row));
      rows--;
    }
    return shown;
  }

  private List<@Nullable String> cells(Row row) {
    List<@Nullable String> cells = new ArrayList<>();
    for (int i = 0; i < Math.min(row.length(), MOST_COLUMNS); i++) {
      Object cell = row.get(i);
      cells.add(cell == null ? null : value(cell));
    }
    return cells;
  }

  /** One value in words. */
  String value(Object value) {
    String text = ValueText.of(value, LONGEST_VALUE);
    characters -= text.length() + 4L;
    return text;
  }

  /** Rows that are known in words only. */
  List<String> words(List<String> all) {
    List<String> shown = new ArrayList<>();
    for (String row : all) {
      if (isSpent()) {
        break;
      }
      shown.add(value(row));
      rows--;
    }
    return shown;
  }

  /** The first late rows of a batch. */
  List<Moment.LateRow> late(List<Moment.LateRow> all) {
    return all.subList(0, Math.min(all.size(), MOST_LATE_ROWS));
  }
}
