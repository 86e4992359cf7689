package dev.weir.query;

import dev.weir.internal.spark.BatchFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StateOperatorProgress;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;

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

  long rowsIn() {
    return all().stream().mapToLong(f -> rowsIn(f.progress())).sum();
  }

  long lateRows() {
    return all().stream().mapToLong(f -> lateRows(f.progress())).sum();
  }

  static long rowsIn(@Nullable StreamingQueryProgress progress) {
    long rows = 0;
    if (progress != null) {
      for (SourceProgress source : progress.sources()) {
        rows += source.numInputRows();
      }
    }
    return rows;
  }

  static long lateRows(@Nullable StreamingQueryProgress progress) {
    long rows = 0;
    if (progress != null) {
      for (StateOperatorProgress operator : progress.stateOperators()) {
        rows += operator.numRowsDroppedByWatermark();
      }
    }
    return rows;
  }

  static long stateRows(StreamingQueryProgress progress) {
    long rows = 0;
    for (StateOperatorProgress operator : progress.stateOperators()) {
      rows += operator.numRowsTotal();
    }
    return rows;
  }
}
