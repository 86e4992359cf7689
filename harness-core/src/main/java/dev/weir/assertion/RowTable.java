package dev.weir.assertion;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** All rows and all columns as a text table that can be read back. */
@API(status = Status.INTERNAL, since = "0.1")
public final class RowTable {
  private RowTable() {}

  /**
   * Draws it.
   *
   * @param indent what each line begins with
   */
  public static String of(StructType schema, List<Row> rows, String indent) {
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
