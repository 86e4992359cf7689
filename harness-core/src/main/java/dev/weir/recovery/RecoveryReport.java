package dev.weir.recovery;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AssertProvider;

/**
 * A verdict for each crash of a job.
 *
 * @param sinks the names of the sinks that were compared
 * @param cells the runs, batch by batch, each batch's in the order of the protocol
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record RecoveryReport(List<String> sinks, List<Cell> cells)
    implements AssertProvider<RecoveryAssert> {

  /**
   * The run that was crashed at a point of a batch; the first of them if there were several.
   *
   * @throws IllegalArgumentException if there is none: the job does not come there
   */
  public Cell cell(CrashPoint point, long batchId) {
    return cells.stream()
        .filter(cell -> cell.at().point() == point && cell.at().batchId() == batchId)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No run was crashed "
                        + point.inBatch(batchId)
                        + ": the job does not come there. The runs:\n"
                        + RecoveryMatrix.of(this)
                        + "See docs/errors/crash-point.md"));
  }

  /** The runs whose verdict is one of these. */
  public List<Cell> with(Verdict... verdicts) {
    return cells.stream().filter(cell -> List.of(verdicts).contains(cell.verdict())).toList();
  }

  /** For AssertJ's own {@code assertThat}. */
  @Override
  public RecoveryAssert assertThat() {
    return new RecoveryAssert(this);
  }

  /** The matrix: crash points down, batches across. */
  @Override
  public String toString() {
    return RecoveryMatrix.of(this);
  }
}
