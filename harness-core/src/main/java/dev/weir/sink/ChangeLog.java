package dev.weir.sink;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The view of a sink that keeps everything: each row as often as it was emitted, batch by batch.
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class ChangeLog {
  private ChangeLog() {}

  /** Every row of some batches, in the order of the batches. */
  public static List<Row> of(List<Batch> batches) {
    List<Row> rows = new ArrayList<>();
    for (Batch batch : batches) {
      rows.addAll(batch.rows());
    }
    return rows;
  }
}
