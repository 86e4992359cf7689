package dev.weir.assertion;

import dev.weir.recovery.ArchiveCompleteness;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;

/** Assertions on whether an archive has the golden checkpoints that a project's jobs need. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public class CompletenessAssert extends AbstractAssert<CompletenessAssert, ArchiveCompleteness> {

  /** Use {@link WeirAssertions#assertThat(ArchiveCompleteness)}. */
  public CompletenessAssert(ArchiveCompleteness actual) {
    super(actual, CompletenessAssert.class);
  }

  /**
   * Verifies that each stateful job has a golden checkpoint, and each golden checkpoint a job.
   *
   * <pre>{@code
   * assertThat(archive.completeness(harness).job("filter", stateless)).isComplete();   // passes
   * assertThat(archive.completeness(harness).job("counts", counts)).isComplete();      // fails if
   *     // there is no golden checkpoint of counts, or there is one of another job
   * }</pre>
   */
  public CompletenessAssert isComplete() {
    isNotNull();
    List<String> findings = actual.findings();
    if (!findings.isEmpty()) {
      throw failureWithActualExpected(
          String.join("\n", findings),
          "",
          "%s",
          "The archive of golden checkpoints in "
              + actual.archive().folder()
              + " is not complete:\n  - "
              + String.join("\n  - ", findings)
              + "\nSee docs/errors/golden-incomplete.md");
    }
    return this;
  }
}
