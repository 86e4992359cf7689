package dev.weir.internal.spark;

import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StateOperatorProgress;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;

/**
 * What the engine knows of one micro-batch, or of one epoch of a continuous query.
 *
 * @param batchId its id
 * @param watermarkMs the event-time watermark in force during it, in milliseconds; 0 for none
 * @param timestampMs its processing time, in milliseconds
 * @param rowsIn how many rows it has read
 * @param hasNewData whether it ran because a source had moved on, and not to clean up state or emit
 *     windows
 * @param progress what Spark reported of it; null for an epoch, and when Spark keeps no reports
 */
public record BatchFacts(
    long batchId,
    long watermarkMs,
    long timestampMs,
    long rowsIn,
    boolean hasNewData,
    @Nullable StreamingQueryProgress progress) {

  static BatchFacts of(
      long batchId, long watermarkMs, long timestampMs, @Nullable StreamingQueryProgress progress) {
    long rowsIn = progress == null ? 0 : progress.numInputRows();
    return new BatchFacts(batchId, watermarkMs, timestampMs, rowsIn, movesOn(progress), progress);
  }

  private static boolean movesOn(@Nullable StreamingQueryProgress progress) {
    if (progress == null) {
      return true;
    }
    for (SourceProgress source : progress.sources()) {
      String end = source.endOffset();
      if (end != null && !end.equals(source.startOffset())) {
        return true;
      }
    }
    return false;
  }

  /** What each of its stateful operators did; none for an operator without state. */
  public StateOperatorProgress[] stateOperators() {
    return progress == null ? new StateOperatorProgress[0] : progress.stateOperators();
  }

  /** Whether a batch without data after {@code earlier} saw the same watermark and time. */
  public boolean sawTheSameTimeAs(BatchFacts earlier) {
    return watermarkMs == earlier.watermarkMs && timestampMs == earlier.timestampMs;
  }
}
