package dev.weir.parity;

import dev.weir.query.TestQuery;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.streaming.StateOperatorProgress;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.assertj.core.api.Assertions;

/** Asserts what the stateful operators of a query report, in the order of Spark's progress. */
final class StateOperators {
  private final List<StreamingQueryProgress> batches;

  private StateOperators(List<StreamingQueryProgress> batches) {
    this.batches = batches;
  }

  /** Of the last step, with its batches without data. */
  static StateOperators of(TestQuery query) {
    return new StateOperators(
        query.lastStep().batchIds().stream().map(id -> query.progress(id).orElseThrow()).toList());
  }

  /** The rows in state when the step was over. */
  StateOperators total(long... expected) {
    StreamingQueryProgress last = batches.get(batches.size() - 1);
    Assertions.assertThat(
            Arrays.stream(last.stateOperators()).mapToLong(StateOperatorProgress::numRowsTotal))
        .as("rows in state")
        .containsExactly(boxed(expected));
    return this;
  }

  /** The rows of state that the step added or changed. */
  StateOperators updated(long... expected) {
    return sum("rows updated", StateOperatorProgress::numRowsUpdated, expected);
  }

  /** The rows of state that the step removed. */
  StateOperators removed(long... expected) {
    return sum("rows removed", StateOperatorProgress::numRowsRemoved, expected);
  }

  /** The rows that came too late. */
  StateOperators dropped(long... expected) {
    return sum("late rows", StateOperatorProgress::numRowsDroppedByWatermark, expected);
  }

  /** The rows that a deduplication has left out. */
  StateOperators duplicates(long... expected) {
    return sum(
        "duplicates", o -> o.customMetrics().getOrDefault("numDroppedDuplicateRows", 0L), expected);
  }

  private StateOperators sum(
      String what, ToLongFunction<StateOperatorProgress> metric, long... expected) {
    long[] sums = new long[batches.get(0).stateOperators().length];
    for (StreamingQueryProgress batch : batches) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += metric.applyAsLong(batch.stateOperators()[i]);
      }
    }
    Assertions.assertThat(sums).as(what).containsExactly(expected);
    return this;
  }

  private static Long[] boxed(long... values) {
    return Arrays.stream(values).boxed().toArray(Long[]::new);
  }
}
