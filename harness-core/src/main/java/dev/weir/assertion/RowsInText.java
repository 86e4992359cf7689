package dev.weir.assertion;

import dev.weir.text.RowsFromText;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Expected rows that are written as text. They are read when the columns of the view are known; see
 * {@link WeirAssertions#textTable} and {@link WeirAssertions#jsonLines}.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class RowsInText {
  private final String text;
  private final BiFunction<StructType, String, List<Row>> reader;

  private RowsInText(String text, BiFunction<StructType, String, List<Row>> reader) {
    this.text = text;
    this.reader = reader;
  }

  static RowsInText table(String text) {
    return new RowsInText(text, RowsFromText::table);
  }

  static RowsInText jsonLines(String text) {
    return new RowsInText(text, RowsFromText::jsonLines);
  }

  List<Row> read(StructType schema) {
    return reader.apply(schema, text);
  }

  @Override
  public String toString() {
    return text;
  }
}
