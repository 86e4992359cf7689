package dev.weir.property;

import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;

/** Assertions on what a job gives of the same rows, however they come. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public class SlicingAssert extends AbstractAssert<SlicingAssert, SlicingReport> {

  /** Made by {@code assertThat}. */
  public SlicingAssert(SlicingReport report) {
    super(report, SlicingAssert.class);
  }

  /**
   * Verifies slicing invariance: in each output mode, each slicing gives what all rows in one
   * micro-batch give.
   *
   * <pre>{@code
   * // passes: a count
   * assertThat(verifySlicings(harness, STRING(), words, w -> w.groupBy("value").count())).isInvariant();
   * // fails: the size of a batch
   * assertThat(verifySlicings(harness, STRING(), words, Sizes::ofEachBatch)).isInvariant();
   * }</pre>
   *
   * @throws AssertionError with the slicings that differ, and the smallest case that was found:
   *     rows are left out and micro-batches joined as long as the answers still differ
   */
  public SlicingAssert isInvariant() {
    return holds(Property.INVARIANT);
  }

  /**
   * Verifies that the job gives what the same code gives of a batch of the rows. In append mode a
   * part of it will do where the rest waits for the watermark.
   *
   * <pre>{@code
   * // passes: a count
   * assertThat(verifySlicings(harness, STRING(), words, w -> w.groupBy("value").count())).equalsBatch();
   * // fails: a count that drops late rows
   * assertThat(verifySlicings(harness, CLICKS, clicks, ClickCounts::byWindow)).equalsBatch();
   * }</pre>
   *
   * @throws AssertionError with the slicings that differ, and the smallest case that was found
   * @throws IllegalStateException if the job cannot be run over a batch
   */
  public SlicingAssert equalsBatch() {
    isNotNull();
    RuntimeException failure = actual.job().batchFailure();
    if (failure != null) {
      throw SlicingMessages.noBatch(failure);
    }
    return holds(Property.EQUALS_BATCH);
  }

  /**
   * Verifies that the output modes agree on what a reader of the sink sees in the end. In append
   * mode a part of it will do where the rest waits for the watermark.
   *
   * <pre>{@code
   * // passes: a count, in update and complete mode
   * assertThat(verifySlicings(harness, STRING(), words, w -> w.groupBy("value").count())).isCoherent();
   * // fails: update mode drops late rows, and complete mode does not
   * assertThat(verifySlicings(harness, CLICKS, clicks, ClickCounts::byWindow)).isCoherent();
   * }</pre>
   *
   * @throws AssertionError with the slicings that differ, and the smallest case that was found
   * @throws IllegalStateException if the job was run in one mode only
   */
  public SlicingAssert isCoherent() {
    isNotNull();
    if (actual.job().modes().size() < 2) {
      throw SlicingMessages.oneMode(actual.job().widestMode());
    }
    return holds(Property.COHERENT);
  }

  private SlicingAssert holds(Property property) {
    isNotNull();
    Optional<String> failure = SlicingText.failure(property, actual.job());
    if (failure.isPresent()) {
      throw failureWithActualExpected(
          SlicingText.matrix(property, actual.job()), property.promise(), "%s", failure.get());
    }
    return this;
  }
}
