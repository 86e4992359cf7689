package dev.weir.internal.spark;

/** Hears of each batch that a sink has received whole, on the stream thread, replays included. */
@FunctionalInterface
public interface BatchListener {

  /**
   * A batch is complete.
   *
   * @param batchId Spark's id of the micro-batch; the same one again when the batch is replayed
   * @param rows what the sink read of it
   */
  void received(long batchId, RecordedRows rows);
}
