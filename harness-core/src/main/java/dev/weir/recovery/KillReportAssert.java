package dev.weir.recovery;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;

/** Assertions on what became of the rows of a job whose JVMs were killed. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public class KillReportAssert extends AbstractAssert<KillReportAssert, KillReport> {

  /** Made by {@code assertThat}. */
  public KillReportAssert(KillReport actual) {
    super(actual, KillReportAssert.class);
  }

  /**
   * Verifies that the readers of the sinks see nothing of the kills: no row lost, none doubled,
   * none that should not be there.
   *
   * <pre>{@code
   * assertThat(ForkedJob.of(Upserts.class).killedAt(AFTER_SINK_WRITE.inBatch(0))).isExactlyOnce();  // passes
   * assertThat(ForkedJob.of(Appends.class).killedAt(AFTER_SINK_WRITE.inBatch(0))).isExactlyOnce();  // fails
   * }</pre>
   */
  public KillReportAssert isExactlyOnce() {
    isNotNull();
    if (!actual.sinks().stream().allMatch(KilledSink::isUndisturbed)) {
      throw failed("exactly once");
    }
    return this;
  }

  /**
   * Verifies that no row is lost and none is there that should not be. Rows may be doubled.
   *
   * <pre>{@code
   * assertThat(ForkedJob.of(Appends.class).killedAt(AFTER_SINK_WRITE.inBatch(0))).isAtLeastOnce();  // passes
   * assertThat(ForkedJob.of(AddsUp.class).killedAt(AFTER_SINK_WRITE.inBatch(0))).isAtLeastOnce();   // fails
   * }</pre>
   */
  public KillReportAssert isAtLeastOnce() {
    isNotNull();
    if (!actual.rowsLost().isEmpty() || !actual.rowsUnexpected().isEmpty()) {
      throw failed("at least once");
    }
    return this;
  }

  private AssertionError failed(String promise) {
    return failureWithActualExpected(
        actual.toString(), promise, "%s", KillMessages.differs(promise, actual));
  }
}
