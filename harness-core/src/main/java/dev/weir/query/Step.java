package dev.weir.query;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What happened between two calls that let the engine run.
 *
 * @param batchIds the micro-batches that ran, in their order; none if there was nothing to do
 * @param noDataBatchIds those of them that ran without new rows, because the watermark had moved or
 *     a timeout was due
 */
@API(status = Status.MAINTAINED, since = "0.1")
public record Step(List<Long> batchIds, List<Long> noDataBatchIds) {

  /** Whether no micro-batch ran at all. */
  public boolean isEmpty() {
    return batchIds.isEmpty();
  }

  /** Whether a micro-batch ran without new rows. */
  public boolean ranNoDataBatch() {
    return !noDataBatchIds.isEmpty();
  }
}
