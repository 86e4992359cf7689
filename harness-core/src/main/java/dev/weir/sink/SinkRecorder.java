package dev.weir.sink;

import dev.weir.internal.spark.BatchListener;
import dev.weir.internal.spark.RecordedRows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.streaming.OutputMode;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Keeps every batch that a sink received, in the order of arrival, replays included. Spark's own
 * memory sink drops a batch id that it has seen before, and with it the duplicates that a test of
 * exactly-once looks for.
 */
@API(status = Status.INTERNAL, since = "0.1")
public final class SinkRecorder implements BatchListener {
  private final OutputMode outputMode;
  private final List<Batch> batches = new ArrayList<>();
  private final Set<Long> seen = new HashSet<>();

  /** For the batches of one query, in the mode that it writes in. */
  public SinkRecorder(OutputMode outputMode) {
    this.outputMode = outputMode;
  }

  @Override
  public synchronized void received(long batchId, RecordedRows rows) {
    boolean replay = !seen.add(batchId);
    batches.add(new Batch(batchId, outputMode, rows.schema(), rows, rows.reads(), replay));
  }

  /** The batches so far, in the order in which the sink received them. */
  public synchronized List<Batch> batches() {
    return List.copyOf(batches);
  }
}
