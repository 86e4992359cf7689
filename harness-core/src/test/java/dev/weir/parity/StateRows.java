package dev.weir.parity;

import dev.weir.query.StateMetrics;
import dev.weir.query.TestQuery;
import org.assertj.core.api.Assertions;

/**
 * What the only stateful operator of a query did since the last look. As in Spark's suites, several
 * batches are summed up: the one without data counts too.
 */
final class StateRows {
  private final TestQuery query;

  private StateRows(TestQuery query) {
    this.query = query;
  }

  static StateRows of(TestQuery query) {
    return new StateRows(query);
  }

  /** None dropped; how many were removed is not looked at. */
  void are(long total, long updated) {
    are(total, updated, 0);
  }

  /** How many were removed is not looked at. */
  void are(long total, long updated, long dropped) {
    Counts counts = look();
    Assertions.assertThat(new Counts(counts.total, counts.updated, counts.dropped, 0))
        .as("state of %s", query)
        .isEqualTo(new Counts(total, updated, dropped, 0));
  }

  void are(long total, long updated, long dropped, long removed) {
    Assertions.assertThat(look())
        .as("state of %s", query)
        .isEqualTo(new Counts(total, updated, dropped, removed));
  }

  private Counts look() {
    StateMetrics metrics = query.newStateMetrics().get(0);
    return new Counts(metrics.total(), metrics.updated(), metrics.late(), metrics.removed());
  }

  private record Counts(long total, long updated, long dropped, long removed) {}
}
