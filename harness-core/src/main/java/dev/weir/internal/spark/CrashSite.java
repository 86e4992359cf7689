package dev.weir.internal.spark;

/**
 * A place that a query has passed, or is to be crashed at.
 *
 * @param place which place of the protocol
 * @param batchId the micro-batch; -1 for the next that comes there
 * @param index which one, where a batch passes the place several times: the n-th store that is
 *     committed, the n-th action of a {@code foreachBatch}, the task's partition; 0 otherwise
 * @param row before which of the task's rows, from 0; 0 where there are no rows
 */
public record CrashSite(CrashPlace place, long batchId, int index, long row) {

  /** Whether somebody who wants to crash here means what is being passed. */
  boolean means(CrashPlace passed, long batch, int n) {
    return place == passed && (batchId == -1 || batchId == batch) && index == n;
  }
}
