package dev.weir.property;

import dev.weir.assertion.RowsAssert;
import dev.weir.sink.SinkRows;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run has given: what a reader of its sink sees in the end, or why it has failed.
 *
 * @param rows null if it has failed
 * @param failure null if it has not
 */
record Answer(@Nullable SinkRows rows, @Nullable RuntimeException failure) {

  static Answer of(SinkRows rows) {
    return new Answer(rows, null);
  }

  static Answer failed(RuntimeException failure) {
    return new Answer(null, failure);
  }

  boolean isEmpty() {
    return rows != null && rows.rows().isEmpty();
  }

  /** The rows, of a run that must not fail. */
  SinkRows orThrow() {
    if (rows == null) {
      throw failure == null ? new IllegalStateException("neither rows nor a failure") : failure;
    }
    return rows;
  }

  /** Empty if there are rows. */
  Optional<String> failureText() {
    return Optional.ofNullable(failure).map(thrown -> String.valueOf(thrown.getMessage()));
  }

  /**
   * In which way the rows are others.
   *
   * @param tolerance zero for none
   * @return empty if they are the same, each as often
   */
  Optional<String> differenceTo(SinkRows expected, double tolerance) {
    return rows == null
        ? failureText()
        : difference(
            () -> tolerant(rows, tolerance).containsExactlyInAnyOrderElementsOf(expected.rows()));
  }

  /** In which way there are rows that another answer does not have. */
  Optional<String> excessOver(SinkRows whole, double tolerance) {
    return rows == null
        ? failureText()
        : difference(() -> tolerant(whole, tolerance).contains(rows.rows().toArray()));
  }

  private static RowsAssert tolerant(SinkRows rows, double tolerance) {
    RowsAssert asserting = new RowsAssert(rows);
    return tolerance == 0 ? asserting : asserting.withTolerance(tolerance);
  }

  private static Optional<String> difference(Runnable comparison) {
    try {
      comparison.run();
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.of(String.valueOf(e.getMessage()).strip());
    }
  }
}
