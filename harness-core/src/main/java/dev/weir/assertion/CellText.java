package dev.weir.assertion;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cell as a failure shows it: on one line, with control characters made visible, and such that
 * the text tells what the cell is. A text that could be taken for something else is in quotes.
 */
final class CellText {
  private static final int LONGEST = 60;

  private CellText() {}

  /** A short text. */
  static String of(@Nullable Object cell) {
    String text = full(cell);
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST) + "… (" + text.length() + " characters)";
  }

  /** The whole text, which can be read back by the column's type. */
  static String full(@Nullable Object cell) {
    return text(cell, "|");
  }

  /** With the type, where two cells differ though their texts do not. */
  static String withType(@Nullable Object cell) {
    return cell == null ? "null" : of(cell) + " (" + cell.getClass().getSimpleName() + ")";
  }

  /**
   * A cell, or a value in it.
   *
   * @param marks the characters that mean something where the text will stand
   */
  private static String text(@Nullable Object cell, String marks) {
    if (cell instanceof List<?> list) {
      return list.stream().map(CellText::nested).collect(Collectors.joining(", ", "[", "]"));
    }
    if (cell instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(e -> nested(e.getKey()) + ": " + nested(e.getValue()))
          .sorted()
          .collect(Collectors.joining(", ", "{", "}"));
    }
    String text = escape(String.valueOf(cell));
    return cell instanceof String && isMisleading(text, marks)
        ? '"' + text.replace("\"", "\\\"") + '"'
        : text;
  }

  private static String nested(@Nullable Object value) {
    return text(value, "|,:[]{}\"");
  }

  /** Blanks at an end, or nothing at all, are not seen in a table; null is not "null". */
  private static boolean isMisleading(String text, String marks) {
    return text.isBlank()
        || !text.equals(text.strip())
        || text.equals("null")
        || text.startsWith("\"")
        || text.contains("…")
        || text.chars().anyMatch(c -> marks.indexOf(c) >= 0);
  }

  private static String escape(String text) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> result.append("\\n");
                case '\r' -> result.append("\\r");
                case '\t' -> result.append("\\t");
                case '\\' -> result.append("\\\\");
                default -> {
                  if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                    Character.toString(c)
                        .chars()
                        .forEach(unit -> result.append(String.format("\\u%04x", unit)));
                  } else {
                    result.appendCodePoint(c);
                  }
                }
              }
            });
    return result.toString();
  }
}
