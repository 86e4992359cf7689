package dev.weir.internal.spark;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * A row that a stateful operator dropped since it was behind the watermark.
 *
 * @param stage the run of the stage that saw it: an action that is run twice sees each row twice
 * @param row the row as it was when it left the job's own code
 */
record LateRow(int stage, Row row) implements Serializable {
  private static final long serialVersionUID = 1L;
}
