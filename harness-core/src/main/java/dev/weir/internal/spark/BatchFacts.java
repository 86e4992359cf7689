package dev.weir.internal.spark;

import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;

/**
 * What the engine knows of one micro-batch.
 *
 * @param batchId its id
 * @param watermarkMs the event-time watermark in force during it, in milliseconds; 0 for none
 * @param timestampMs its processing time, in milliseconds
 * @param progress what Spark reported of it; null when Spark has dropped that already
 */
public record BatchFacts(
    long batchId, long watermarkMs, long timestampMs, @Nullable StreamingQueryProgress progress) {

  /** Whether it ran because a source had moved on, and not to clean up state or emit windows. */
  public boolean hasNewData() {
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

  /** Whether a batch without data after {@code earlier} saw the same watermark and time. */
  public boolean sawTheSameTimeAs(BatchFacts earlier) {
    return watermarkMs == earlier.watermarkMs && timestampMs == earlier.timestampMs;
  }
}
