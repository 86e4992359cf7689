package dev.weir.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are written as text, read by a schema: a text table, as a failure and {@code show()}
 * print it, or JSON lines.
 */
@API(status = Status.INTERNAL, since = "0.1")
public final class RowsFromText {
  private static final String TABLE = "the text table";

  private RowsFromText() {}

  /**
   * Reads a text table: a line with the names of the columns, in any order, and a line for each
   * row, with {@code |} between the cells.
   *
   * @param schema the columns and their types
   * @param text the lines; blanks at their ends and empty lines mean nothing
   * @return the rows, their values in the order of the schema
   * @throws IllegalArgumentException if a column is missing or unknown, a line has another number
   *     of cells, or a cell is no value of its type: says in which line
   */
  public static List<Row> table(StructType schema, String text) {
    List<Row> rows = new ArrayList<>();
    int[] places = null;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      if (places == null) {
        places = places(cells(line.strip(), c -> false), schema);
      } else {
        int[] columns = places;
        List<String> cells =
            cells(line.strip(), c -> c < columns.length && isNested(schema.apply(columns[c])));
        rows.add(row(cells, places, schema, number, line.strip()));
      }
    }
    if (places == null) {
      throw refused(
          "There is no line in " + TABLE + ": the first one has the names of the columns");
    }
    return rows;
  }

  /**
   * Reads JSON lines, an object a line, with each column of the schema by its name.
   *
   * @param schema the columns and their types
   * @param text the lines; empty lines mean nothing
   * @return the rows, their values in the order of the schema
   * @throws IllegalArgumentException if a line is no JSON object, a column is missing or unknown,
   *     or a value is not of its type: says in which line
   */
  public static List<Row> jsonLines(StructType schema, String text) {
    List<Row> rows = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        try {
          rows.add(JsonRow.read(line, schema));
        } catch (BadCellException e) {
          throw refused("Line " + number + " of the JSON lines: " + e.getMessage());
        }
      }
    }
    return rows;
  }

  private static Row row(
      List<String> cells, int[] places, StructType schema, int number, String line) {
    if (line.matches("… and \\d+ more( differences)?")) {
      throw refused(
          "Line "
              + number
              + " of "
              + TABLE
              + " stands for more rows, which a failure does not show: show() prints them all");
    }
    if (cells.size() != places.length) {
      throw refused(
          "Line "
              + number
              + " of "
              + TABLE
              + " has "
              + cells.size()
              + (cells.size() == 1 ? " cell" : " cells")
              + ", but there "
              + (places.length == 1 ? "is 1 column: " : "are " + places.length + " columns: ")
              + line);
    }
    @Nullable Object[] values = new Object[schema.length()];
    for (int c = 0; c < places.length; c++) {
      StructField column = schema.apply(places[c]);
      try {
        values[places[c]] = CellReader.read(cells.get(c), column.dataType());
      } catch (BadCellException e) {
        throw refused(
            "Line "
                + number
                + " of "
                + TABLE
                + ", column '"
                + column.name()
                + "': "
                + e.getMessage());
      }
    }
    return RowFactory.create(values);
  }

  /** For each cell of a line the number of its column. */
  private static int[] places(List<String> header, StructType schema) {
    List<String> columns = Arrays.asList(schema.fieldNames());
    List<String> names = header.stream().map(RowsFromText::name).toList();
    int[] places = new int[names.size()];
    for (int c = 0; c < places.length; c++) {
      // Two columns of one name can only be told by their places.
      places[c] = names.equals(columns) ? c : columns.indexOf(names.get(c));
      if (places[c] < 0) {
        throw refused(
            "The first line of "
                + TABLE
                + " names a column '"
                + names.get(c)
                + "', which is not there; the columns are "
                + String.join(", ", columns));
      }
    }
    if (Arrays.stream(places).distinct().count() < places.length) {
      throw refused("The first line of " + TABLE + " names a column twice: " + names);
    }
    for (String column : columns) {
      if (!names.contains(column)) {
        throw refused(
            "The first line of "
                + TABLE
                + " says nothing of column '"
                + column
                + "'; the columns are "
                + String.join(", ", columns));
      }
    }
    return places;
  }

  private static String name(String cell) {
    try {
      return CellReader.name(cell);
    } catch (BadCellException e) {
      throw refused("The first line of " + TABLE + ": " + e.getMessage());
    }
  }

  private static boolean isNested(StructField column) {
    DataType type = column.dataType();
    return type instanceof ArrayType || type instanceof StructType || type instanceof MapType;
  }

  /**
   * The cells of a line: what is between bars that stand outside of quotes.
   *
   * @param nested whether the values of a cell of that number have quotes of their own
   */
  private static List<String> cells(String line, IntPredicate nested) {
    List<String> cells = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"'
          && (quoted || opens(line.substring(from, i).strip(), nested.test(cells.size())))) {
        quoted = !quoted;
      } else if (c == '|' && !quoted) {
        cells.add(line.substring(from, i).strip());
        from = i + 1;
      }
    }
    cells.add(line.substring(from).strip());
    return cells;
  }

  /** A quote opens a text at the beginning of a cell, or of a value in one; elsewhere it is one. */
  private static boolean opens(String before, boolean nested) {
    return before.isEmpty() || (nested && before.matches(".*[\\[{,:]"));
  }

  private static IllegalArgumentException refused(String problem) {
    return new IllegalArgumentException(problem + ". See docs/errors/rows-from-text.md");
  }
}
