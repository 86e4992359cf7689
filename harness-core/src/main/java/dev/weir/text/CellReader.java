package dev.weir.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Reads one cell of a text table, from left to right, by its type. */
final class CellReader {
  private final String text;
  private int at;

  private CellReader(String text) {
    this.text = text;
  }

  /** The value of a cell, as Spark's external rows have it. */
  static @Nullable Object read(String cell, DataType type) {
    if (cell.matches("(?s).*… \\(\\d+ characters\\)")) {
      throw new BadCellException("'" + cell + "' is cut short: show() prints it in full");
    }
    CellReader reader = new CellReader(cell);
    Object value = reader.value(type, "");
    if (reader.at != cell.length()) {
      throw reader.unexpected();
    }
    return value;
  }

  /** The name of a column. */
  static String name(String cell) {
    return String.valueOf(read(cell.equals("null") ? "\"null\"" : cell, DataTypes.StringType));
  }

  /**
   * The next value.
   *
   * @param ends what may follow it; nothing where it is the whole cell
   */
  private @Nullable Object value(DataType type, String ends) {
    if (text.startsWith("null", at) && isEnd(at + 4, ends)) {
      at += 4;
      return null;
    }
    if (type instanceof ArrayType array) {
      List<@Nullable Object> elements = new ArrayList<>();
      while (more('[', ']', elements.size())) {
        elements.add(value(array.elementType(), ",]"));
      }
      return elements;
    }
    if (type instanceof StructType struct) {
      List<@Nullable Object> fields = new ArrayList<>();
      while (more('[', ']', fields.size())) {
        if (fields.size() == struct.length()) {
          throw unexpected();
        }
        StructField field = struct.apply(fields.size());
        fields.add(value(field.dataType(), ",]"));
      }
      if (fields.size() < struct.length()) {
        throw new BadCellException(
            "'" + text + "' has " + fields.size() + " of the " + struct.length() + " fields");
      }
      return RowFactory.create(fields.toArray());
    }
    if (type instanceof MapType map) {
      Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
      while (more('{', '}', entries.size())) {
        Object key = value(map.keyType(), ":");
        expect(": ");
        entries.put(key, value(map.valueType(), ",}"));
      }
      return entries;
    }
    return Scalars.read(token(ends), type);
  }

  /** Whether there is one more element; takes the brackets and what is between elements. */
  private boolean more(char open, char close, int before) {
    if (before == 0) {
      expect(String.valueOf(open));
    }
    if (at < text.length() && text.charAt(at) == close) {
      at++;
      return false;
    }
    if (before > 0) {
      expect(", ");
    }
    return true;
  }

  private void expect(String what) {
    if (!text.startsWith(what, at)) {
      throw unexpected();
    }
    at += what.length();
  }

  private BadCellException unexpected() {
    return new BadCellException(
        "'" + text + "' cannot be read from its character " + (at + 1) + " on");
  }

  private boolean isEnd(int place, String ends) {
    if (place == text.length()) {
      return true;
    }
    return ends.equals(":")
        ? text.startsWith(": ", place)
        : place < text.length() && ends.indexOf(text.charAt(place)) >= 0;
  }

  private String token(String ends) {
    StringBuilder token = new StringBuilder();
    boolean quoted = at < text.length() && text.charAt(at) == '"';
    at += quoted ? 1 : 0;
    while (quoted ? at == text.length() || text.charAt(at) != '"' : !isEnd(at, ends)) {
      if (at == text.length()) {
        throw new BadCellException("'" + text + "' has no closing quote");
      }
      token.append(character());
    }
    at += quoted ? 1 : 0;
    return token.toString();
  }

  private char character() {
    char c = text.charAt(at++);
    if (c != '\\') {
      return c;
    }
    char escaped = at < text.length() ? text.charAt(at++) : ' ';
    return switch (escaped) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '\\', '"' -> escaped;
      case 'u' -> unicode();
      default ->
          throw new BadCellException(
              "'" + text + "' has a backslash that is none: write \\\\ for one");
    };
  }

  private char unicode() {
    at = Math.min(at + 4, text.length());
    try {
      return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    } catch (NumberFormatException e) {
      throw new BadCellException("'" + text + "' has a \\u that is not followed by four digits");
    }
  }
}
