package dev.weir.property;

import dev.weir.internal.progress.Progress;
import dev.weir.internal.spark.OutputModes;
import java.util.List;
import org.apache.spark.sql.streaming.OutputMode;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AssertProvider;

/** What a job has given of the same rows, by slicing and output mode. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class SlicingReport implements AssertProvider<SlicingAssert> {
  private final Verification<?> job;

  private SlicingReport(Verification<?> job) {
    this.job = job;
  }

  static <T> SlicingReport of(JobRuns<T> runs, List<T> rows, SlicingOptions options) {
    Verification<T> job = Verification.of(runs, rows, options);
    int all = job.modes().size() * job.slicings().size();
    try (Progress progress = Progress.of("verifySlicings", all)) {
      for (OutputMode mode : job.modes()) {
        for (Slicing slicing : job.slicings()) {
          progress.step(OutputModes.name(mode) + " mode, " + slicing);
          Answer answer = job.of(mode, job.cut(slicing));
          if (slicing.sizes().size() == 1) {
            answer.orThrow();
            if (answer.isEmpty()) {
              throw SlicingMessages.nothing(mode, job.isPart(mode));
            }
          }
        }
      }
    }
    return new SlicingReport(job);
  }

  Verification<?> job() {
    return job;
  }

  /** For AssertJ's own {@code assertThat}. */
  @Override
  public SlicingAssert assertThat() {
    return new SlicingAssert(this);
  }

  /** Slicings down, output modes across: which give the answer of all rows in one micro-batch. */
  @Override
  public String toString() {
    return SlicingText.matrix(Property.INVARIANT, job);
  }
}
