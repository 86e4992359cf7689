package dev.weir.query;

import dev.weir.internal.spark.BatchFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.streaming.StateOperatorProgress;

/**
 * What the engine knew of each batch, noted when the batch was done. Spark keeps the last hundred
 * progress reports only, and has two for one batch at times.
 */
final class BatchLog {
  private final List<BatchFacts> facts = new ArrayList<>();

  synchronized void add(BatchFacts batch) {
    facts.add(batch);
  }

  synchronized List<BatchFacts> all() {
    return List.copyOf(facts);
  }

  synchronized Optional<BatchFacts> last() {
    return facts.isEmpty() ? Optional.empty() : Optional.of(facts.get(facts.size() - 1));
  }

  synchronized Optional<BatchFacts> of(long batchId) {
    for (int i = facts.size() - 1; i >= 0; i--) {
      if (facts.get(i).batchId() == batchId) {
        return Optional.of(facts.get(i));
      }
    }
    return Optional.empty();
  }

  /** The ids of the batches after the first {@code count}. */
  synchronized List<Long> since(int count) {
    return facts.stream().skip(count).map(BatchFacts::batchId).toList();
  }

  long rowsIn() {
    return all().stream().mapToLong(BatchFacts::rowsIn).sum();
  }

  long lateRows() {
    return all().stream().mapToLong(BatchLog::lateRows).sum();
  }

  static long lateRows(BatchFacts batch) {
    return Arrays.stream(batch.stateOperators())
        .mapToLong(StateOperatorProgress::numRowsDroppedByWatermark)
        .sum();
  }

  static long stateRows(BatchFacts batch) {
    return Arrays.stream(batch.stateOperators())
        .mapToLong(StateOperatorProgress::numRowsTotal)
        .sum();
  }
}
