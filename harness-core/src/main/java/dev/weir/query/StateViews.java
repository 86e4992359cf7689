package dev.weir.query;

import dev.weir.internal.spark.BatchFacts;
import dev.weir.internal.spark.EngineQuery;
import dev.weir.internal.spark.StateContents;
import dev.weir.internal.spark.StateOperatorInfo;
import dev.weir.sink.RowOrder;
import dev.weir.sink.SinkRows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.streaming.StateOperatorProgress;

/** The views over the state of a query. */
final class StateViews {
  private final String query;
  private final EngineQuery engine;
  private final BatchLog log;

  /** How many batches the last look at the metrics had seen. */
  private int seen;

  StateViews(String query, EngineQuery engine, BatchLog log) {
    this.query = query;
    this.engine = engine;
    this.log = log;
  }

  /** The only store of the only operator. */
  SinkRows only() {
    List<StateOperatorInfo> operators = operators();
    if (operators.size() != 1 || operators.get(0).stores().size() != 1) {
      throw new IllegalStateException(
          "Query '"
              + query
              + "' has several state stores: "
              + inWords(operators)
              + ". Ask for one: state(operator, store). See docs/errors/state.md");
    }
    return of(operators.get(0), operators.get(0).stores().get(0));
  }

  SinkRows of(int operatorId, String store) {
    List<StateOperatorInfo> operators = operators();
    for (StateOperatorInfo operator : operators) {
      if (operator.id() == operatorId && operator.stores().contains(store)) {
        return of(operator, store);
      }
    }
    throw new IllegalArgumentException(
        "Query '"
            + query
            + "' has no state store '"
            + store
            + "' of an operator "
            + operatorId
            + ", but: "
            + inWords(operators)
            + ". See docs/errors/state.md");
  }

  List<StateMetrics> newMetrics() {
    List<BatchFacts> all = log.all();
    List<BatchFacts> fresh = all.subList(Math.min(seen, all.size()), all.size());
    seen = all.size();
    List<StateOperatorInfo> operators = operators();
    List<StateMetrics> metrics = new ArrayList<>();
    for (int i = 0; i < operators.size(); i++) {
      metrics.add(metrics(operators.get(i), i, all, fresh));
    }
    return metrics;
  }

  private static StateMetrics metrics(
      StateOperatorInfo operator, int index, List<BatchFacts> all, List<BatchFacts> fresh) {
    long updated = 0;
    long removed = 0;
    long late = 0;
    for (BatchFacts batch : fresh) {
      StateOperatorProgress progress = batch.stateOperators()[index];
      updated += progress.numRowsUpdated();
      removed += progress.numRowsRemoved();
      late += progress.numRowsDroppedByWatermark();
    }
    StateOperatorProgress last = all.get(all.size() - 1).stateOperators()[index];
    return new StateMetrics(
        operator.id(),
        operator.name(),
        last.numRowsTotal(),
        updated,
        removed,
        late,
        last.memoryUsedBytes());
  }

  private List<StateOperatorInfo> operators() {
    List<StateOperatorInfo> operators = engine.stateOperators();
    if (operators.isEmpty() || log.last().isEmpty()) {
      throw new IllegalStateException(
          "Query '"
              + query
              + (log.last().isEmpty()
                  ? "' has run no batch yet, so nothing is known of its state."
                      + " Call processAllAvailable() first."
                  : "' has no stateful operator, so it has no state.")
              + " See docs/errors/state.md");
    }
    return operators;
  }

  private SinkRows of(StateOperatorInfo operator, String store) {
    StateContents contents = engine.state(operator.id(), store);
    return SinkRows.ofOneBatch(
        "Query '"
            + query
            + "', state of operator "
            + operator.id()
            + " ("
            + operator.name()
            + ")"
            + (operator.stores().size() == 1 ? "" : ", store " + store),
        contents.schema(),
        contents.rows(),
        RowOrder.NONE,
        List.of());
  }

  private static String inWords(List<StateOperatorInfo> operators) {
    return operators.stream()
        .map(o -> "operator " + o.id() + " (" + o.name() + ") " + o.stores())
        .collect(Collectors.joining(", "));
  }
}
