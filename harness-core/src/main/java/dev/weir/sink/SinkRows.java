package dev.weir.sink;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Rows seen at one place of a sink, with their schema and what the engine knew when they came: the
 * subject of every row assertion.
 *
 * @param title where the rows were seen, for a failure text: {@code Query 'counts', update mode,
 *     batch 1}
 * @param schema the columns of {@code rows}
 * @param rows the rows, as Spark's external {@link Row}s, each with {@code schema.length()} values
 * @param order what the order of {@code rows} means
 * @param batchSizes how many rows came with each batch, in the order of the rows; one number if
 *     they came at once
 * @param notes what the engine knew, one fact each: watermark, rows in and out, dropped and state
 *     rows
 * @param keys the names of the columns that say what a row is about, so that a failure shows an
 *     expected row beside the actual one of the same key; none if that is not known
 */
@API(status = Status.MAINTAINED, since = "0.1")
public record SinkRows(
    String title,
    StructType schema,
    List<Row> rows,
    RowOrder order,
    List<Integer> batchSizes,
    List<String> notes,
    List<String> keys) {

  /** Rows of which no key is known. */
  public SinkRows(
      String title,
      StructType schema,
      List<Row> rows,
      RowOrder order,
      List<Integer> batchSizes,
      List<String> notes) {
    this(title, schema, rows, order, batchSizes, notes, List.of());
  }

  /** Rows that came at once. */
  public static SinkRows ofOneBatch(
      String title, StructType schema, List<Row> rows, RowOrder order, List<String> notes) {
    return new SinkRows(title, schema, rows, order, List.of(rows.size()), notes);
  }

  /**
   * The same rows with a key.
   *
   * @param columns names of the schema
   */
  public SinkRows withKeys(List<String> columns) {
    return new SinkRows(title, schema, rows, order, batchSizes, notes, List.copyOf(columns));
  }
}
