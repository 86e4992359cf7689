package dev.weir.assertion;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.weir.sink.RowOrder;
import dev.weir.sink.SinkRows;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Rows for tests of assertions, without a Spark that runs. */
final class Rows {
  static final StructType COUNTS = new StructType().add("word", StringType).add("count", LongType);

  private Rows() {}

  static SinkRows counts(Row... rows) {
    return of(COUNTS, RowOrder.NONE, rows);
  }

  static SinkRows of(StructType schema, RowOrder order, Row... rows) {
    return SinkRows.ofOneBatch(
        "Query 'counts', update mode, batch 1",
        schema,
        List.of(rows),
        order,
        List.of("watermark none", "1 row in", "state 2 rows"));
  }
}
