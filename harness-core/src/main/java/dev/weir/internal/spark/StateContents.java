package dev.weir.internal.spark;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * What is in one state store of a query.
 *
 * @param schema the columns of the key, and after them those of the value
 * @param rows a row for each key, of all partitions
 */
public record StateContents(StructType schema, List<Row> rows) {}
