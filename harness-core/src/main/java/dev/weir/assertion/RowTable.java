package dev.weir.assertion;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** All rows and all columns as a text table that can be read back. */
final class RowTable {
  private RowTable() {}

  /**
   * Draws it.
   *
   * @param indent what each line begins with
   */
  static String of(StructType schema, List<Row> rows, String indent) {
    TextTable table = new TextTable();
    table.add(indent, Arrays.stream(schema.fieldNames()).map(CellText::full).toList(), "");
    for (Row row : rows) {
      table.add(indent, cells(row), "");
    }
    return table.render();
  }

  /** The texts of a row's cells. */
  static List<String> cells(Row row) {
    return Cells.of(row).stream().map(CellText::full).toList();
  }
}
