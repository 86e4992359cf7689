package dev.weir.recovery;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * What a reader of a sink sees.
 *
 * @param sink the sink's name
 * @param schema the columns
 * @param rows the rows, in any order
 */
record SinkContents(String sink, StructType schema, List<Row> rows) {}
