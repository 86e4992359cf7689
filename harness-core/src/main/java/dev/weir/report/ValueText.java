package dev.weir.report;

import dev.weir.internal.spark.ExternalValues;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A value as a report shows it: on one line, with everything visible that would act instead of
 * being read (control characters, directions of writing, half characters), and no longer than it
 * may be. It stops when it is long enough, so that a string of a megabyte costs no more than a
 * short one.
 */
final class ValueText {
  private final StringBuilder text = new StringBuilder();
  private final int longest;

  private ValueText(int longest) {
    this.longest = longest;
  }

  /**
   * The text of a value.
   *
   * @param longest how many characters of it are shown
   */
  static String of(@Nullable Object value, int longest) {
    ValueText text = new ValueText(longest);
    text.add(value);
    return text.clipped(value);
  }

  /** A text of several lines, each made visible as a value is. */
  static String ofLines(String lines, int longest) {
    String shown = lines.length() > longest ? lines.substring(0, longest) + "…" : lines;
    return shown.lines().map(line -> of(line, Integer.MAX_VALUE)).collect(Collectors.joining("\n"));
  }

  private String clipped(@Nullable Object value) {
    if (text.length() <= longest) {
      return text.toString();
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end)
        + (value instanceof String s ? "… (" + s.length() + " characters)" : "…");
  }

  private boolean isFull() {
    return text.length() > longest;
  }

  private void add(@Nullable Object raw) {
    Object value = ExternalValues.toJava(raw);
    if (value instanceof Row row) {
      text.append('{');
      for (int i = 0; i < row.length() && !isFull(); i++) {
        text.append(i == 0 ? "" : ", ");
        if (row.schema() != null) {
          addText(row.schema().fieldNames()[i]);
          text.append(": ");
        }
        add(row.get(i));
      }
      text.append('}');
    } else if (value instanceof Map<?, ?> map) {
      addAll('{', map.entrySet(), '}');
    } else if (value instanceof Map.Entry<?, ?> entry) {
      add(entry.getKey());
      text.append(": ");
      add(entry.getValue());
    } else if (value instanceof Collection<?> list) {
      addAll('[', list, ']');
    } else if (value instanceof byte[] bytes) {
      int shown = Math.min(bytes.length, longest / 2 + 1);
      text.append("0x").append(HexFormat.of().formatHex(bytes, 0, shown));
    } else if (value instanceof Timestamp timestamp) {
      text.append(timestamp.toInstant());
    } else {
      addText(String.valueOf(value));
    }
  }

  private void addAll(char open, Collection<?> values, char close) {
    text.append(open);
    String separator = "";
    for (Object value : values) {
      if (isFull()) {
        return;
      }
      text.append(separator);
      separator = ", ";
      add(value);
    }
    text.append(close);
  }

  private void addText(String value) {
    for (int i = 0; i < value.length() && !isFull(); ) {
      int c = value.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> addVisible(c);
      }
    }
  }

  private void addVisible(int c) {
    int type = Character.getType(c);
    boolean acts =
        type == Character.CONTROL
            || type == Character.FORMAT
            || type == Character.SURROGATE
            || type == Character.LINE_SEPARATOR
            || type == Character.PARAGRAPH_SEPARATOR;
    if (acts) {
      text.append(String.format("\\u%04x", c));
    } else {
      text.appendCodePoint(c);
    }
  }
}
