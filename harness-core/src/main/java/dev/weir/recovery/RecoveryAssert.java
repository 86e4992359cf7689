package dev.weir.recovery;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;

/** Assertions on what crashes make of a job's sinks. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public class RecoveryAssert extends AbstractAssert<RecoveryAssert, RecoveryReport> {

  /** Made by {@code assertThat}. */
  public RecoveryAssert(RecoveryReport report) {
    super(report, RecoveryAssert.class);
  }

  /**
   * Verifies that no crash changes what is in a sink in the end.
   *
   * <pre>{@code
   * // passes: an upsert of absolute values
   * assertThat(verifyRecovery(harness, upsert)).isExactlyOnce();
   * // fails: an append, which a replayed batch repeats
   * assertThat(verifyRecovery(harness, append)).isExactlyOnce();
   * }</pre>
   *
   * @throws AssertionError with the rows that are doubled, lost or different, by crash, and the
   *     matrix
   */
  public RecoveryAssert isExactlyOnce() {
    return allAre("exactly once", List.of(Verdict.EXACTLY_ONCE));
  }

  /**
   * Verifies that no crash loses a row or changes one; some may be there more than once.
   *
   * <pre>{@code
   * // passes: an append
   * assertThat(verifyRecovery(harness, append)).isAtLeastOnce();
   * // fails: a sum that a replayed batch adds to again
   * assertThat(verifyRecovery(harness, addition)).isAtLeastOnce();
   * }</pre>
   *
   * @throws AssertionError with the rows that are lost or different, by crash, and the matrix
   */
  public RecoveryAssert isAtLeastOnce() {
    return allAre("at least once", List.of(Verdict.EXACTLY_ONCE, Verdict.DOUBLED));
  }

  private RecoveryAssert allAre(String promise, List<Verdict> good) {
    isNotNull();
    List<Cell> bad =
        actual.cells().stream().filter(cell -> !good.contains(cell.verdict())).toList();
    if (!bad.isEmpty()) {
      throw failureWithActualExpected(
          actual.toString(), promise, "%s", RecoveryText.of(actual, promise, bad));
    }
    return this;
  }
}
