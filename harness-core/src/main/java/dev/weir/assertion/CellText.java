package dev.weir.assertion;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A cell as a failure shows it: on one line, short, with control characters made visible. */
final class CellText {
  private static final int LONGEST = 60;

  private CellText() {}

  static String of(@Nullable Object cell) {
    String text = plain(cell);
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST) + "… (" + text.length() + " characters)";
  }

  /** With the type, where two cells differ though their texts do not. */
  static String withType(@Nullable Object cell) {
    return cell == null ? "null" : of(cell) + " (" + cell.getClass().getSimpleName() + ")";
  }

  private static String plain(@Nullable Object cell) {
    if (cell instanceof List<?> list) {
      return list.stream().map(CellText::plain).collect(Collectors.joining(", ", "[", "]"));
    }
    if (cell instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(e -> plain(e.getKey()) + ": " + plain(e.getValue()))
          .sorted()
          .collect(Collectors.joining(", ", "{", "}"));
    }
    String text = escape(String.valueOf(cell));
    // Blanks at an end, or nothing at all, are not seen in a table.
    boolean unseen = text.isEmpty() || (cell instanceof String s && !s.equals(s.strip()));
    return unseen ? '"' + text + '"' : text;
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
                default -> {
                  if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                    result.append(String.format("\\u%04x", c));
                  } else {
                    result.appendCodePoint(c);
                  }
                }
              }
            });
    return result.toString();
  }
}
