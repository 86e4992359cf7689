package dev.weir.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the state has and what the job keeps out of Spark's message, and compares them. */
final class StateSchemas {
  private static final Pattern REFUSAL =
      Pattern.compile("Provided schema doesn't match to the schema for existing state!(?s:.*)");
  private static final Pattern SIMPLE = Pattern.compile("(\\w+)Type");

  /** A column, or null past the last one. */
  private record Column(String name, String type) {
    @Override
    public String toString() {
      return name + " " + type;
    }
  }

  private StateSchemas() {}

  /** The columns that differ, in words; empty if the failure is another one. */
  static Optional<String> difference(Thrown thrown) {
    return thrown.find(REFUSAL).map(Matcher::group).map(StateSchemas::inWords);
  }

  private static String inWords(String message) {
    List<String> words = new ArrayList<>();
    for (String part : List.of("key", "value")) {
      List<Column> was = columns(message, "Existing " + part);
      List<Column> is = columns(message, "Provided " + part);
      for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
        String column = "column " + (i + 1) + " of the " + part;
        if (i >= was.size()) {
          words.add(column + ", " + is.get(i) + ", is new");
        } else if (i >= is.size()) {
          words.add(column + ", " + was.get(i) + ", is gone");
        } else if (!is.get(i).type().equals(was.get(i).type())) {
          words.add(column + " was " + was.get(i) + " and is " + is.get(i));
        }
      }
    }
    return words.isEmpty() ? "which ones, its message says" : String.join("; ", words);
  }

  private static List<Column> columns(String message, String which) {
    Matcher line = Pattern.compile("- " + which + " schema: StructType\\((.*)\\)").matcher(message);
    List<Column> columns = new ArrayList<>();
    if (line.find()) {
      for (String field : topLevel(line.group(1))) {
        String inside = field.substring("StructField(".length(), field.length() - 1);
        int type = inside.indexOf(',');
        int nullable = inside.lastIndexOf(',');
        columns.add(
            new Column(inside.substring(0, type), simple(inside.substring(type + 1, nullable))));
      }
    }
    return columns;
  }

  /** Splits at the commas that are in no brackets. */
  private static List<String> topLevel(String fields) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < fields.length(); i++) {
      char c = fields.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(fields.substring(from, i));
        from = i + 1;
      }
    }
    if (from < fields.length()) {
      parts.add(fields.substring(from));
    }
    return parts;
  }

  private static String simple(String type) {
    Matcher simple = SIMPLE.matcher(type);
    return simple.matches() ? simple.group(1).toLowerCase(Locale.ROOT) : type;
  }
}
