package dev.weir.sink;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Rows seen at one place of a sink, with their schema and what the engine knew when they came: the
 * subject of every row assertion.
 *
 * @param title where the rows were seen, for a failure text: {@code Query 'counts', update mode,
 *     batch 1}
 * @param schema the columns of {@code rows}
 * @param rows the rows, as Spark's external {@link Row}s, each with {@code schema.length()} values
 * @param order what the order of {@code rows} means
 * @param notes what the engine knew, one fact a line: watermark, rows in and out, dropped and state
 *     rows, replays
 */
public record SinkRows(
    String title, StructType schema, List<Row> rows, RowOrder order, List<String> notes) {}
