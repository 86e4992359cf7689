package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * What one stateful operator has dropped of one of its inputs since it was behind the watermark.
 *
 * @param operatorId the operator's number in the query, from 0, as in the names of its state's
 *     folders
 * @param input which of its inputs: 0, or 1 for the right side of a join
 * @param schema the columns of the rows
 * @param rows the rows, batch after batch
 */
public record LateRows(long operatorId, int input, StructType schema, List<Row> rows) {

  LateRows and(LateRows later) {
    List<Row> all = new ArrayList<>(rows);
    all.addAll(later.rows);
    return new LateRows(operatorId, input, schema, all);
  }
}
