package dev.weir.recovery;

import dev.weir.assertion.CompatibilityAssert;
import java.util.List;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AssertProvider;

/**
 * What became of a job on each of its golden checkpoints.
 *
 * @param job the job's name in the archive
 * @param verdicts one for each release, the oldest first; none if the job has no golden checkpoint
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record CompatibilityReport(String job, List<CompatibilityVerdict> verdicts)
    implements AssertProvider<CompatibilityAssert> {

  /**
   * The same with one release only.
   *
   * @throws IllegalArgumentException if it has no golden checkpoint; says which have
   */
  public CompatibilityReport release(String release) {
    List<CompatibilityVerdict> of =
        verdicts.stream().filter(verdict -> verdict.release().equals(release)).toList();
    if (of.isEmpty()) {
      throw ArchiveMessages.noSuchRelease(
          job, release, verdicts.stream().map(CompatibilityVerdict::release).toList());
    }
    return new CompatibilityReport(job, of);
  }

  /** For AssertJ's own {@code assertThat}. */
  @Override
  public CompatibilityAssert assertThat() {
    return new CompatibilityAssert(this);
  }

  @Override
  public String toString() {
    return "job '"
        + job
        + "': "
        + verdicts.stream()
            .map(verdict -> verdict.release() + " " + verdict.compatibility())
            .collect(Collectors.joining(", "));
  }
}
