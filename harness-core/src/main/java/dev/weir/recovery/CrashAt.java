package dev.weir.recovery;

import dev.weir.internal.spark.CrashSite;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Where a query is crashed.
 *
 * @param point which place of the protocol
 * @param batchId Spark's id of the micro-batch; {@value #NEXT} for the next that comes there
 * @param number which one, from 0, where a batch comes there several times: the n-th task (by its
 *     partition), state store, or action
 * @param row before which row of the task, from 0; 0 at other points
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record CrashAt(CrashPoint point, long batchId, int number, long row) {

  /** The next batch that comes there. */
  public static final long NEXT = -1;

  /** Checks that there can be such a place. */
  public CrashAt {
    if (batchId < NEXT || number < 0 || row < 0 || (row > 0 && point != CrashPoint.IN_TASK)) {
      throw new IllegalArgumentException(
          "Batches, tasks, stores, actions and rows are counted from 0, and rows only in a task,"
              + " but this is "
              + point
              + " of batch "
              + batchId
              + ", number "
              + number
              + ", row "
              + row
              + ". See docs/errors/crash-point.md");
    }
  }

  /** The same of a certain batch. */
  public CrashAt inBatch(long batch) {
    return new CrashAt(point, batch, number, row);
  }

  /** The n-th task, state store or action, from 0. */
  public CrashAt number(int n) {
    return new CrashAt(point, batchId, n, row);
  }

  /** Before a row of the task, from 0. */
  public CrashAt beforeRow(long n) {
    return new CrashAt(point, batchId, number, n);
  }

  /** For the engine. */
  public CrashSite site() {
    return new CrashSite(point.place(), batchId, number, row);
  }

  /** As the engine says it. */
  public static CrashAt of(CrashSite site) {
    return new CrashAt(CrashPoint.of(site.place()), site.batchId(), site.index(), site.row());
  }

  /** The place without its batch, in words: {@code in a task, before row 3}. */
  public String placeInWords() {
    return switch (point) {
      case IN_TASK ->
          point.inWords()
              + (number == 0 ? "" : " (partition " + number + ")")
              + ", before row "
              + row;
      default -> point.inWords() + (number == 0 ? "" : " (" + (number + 1) + ")");
    };
  }

  /** In words: {@code after the sink's write, in batch 1}. */
  @Override
  public String toString() {
    return placeInWords() + ", in " + (batchId == NEXT ? "the next batch" : "batch " + batchId);
  }
}
