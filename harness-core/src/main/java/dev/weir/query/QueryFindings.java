package dev.weir.query;

import dev.weir.input.StreamInput;
import dev.weir.internal.spark.EngineQuery;
import dev.weir.internal.spark.QueryFailure;
import dev.weir.internal.spark.SourceStatus;
import dev.weir.internal.spark.TriggerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What makes a green test of a query mean nothing. */
final class QueryFindings {
  private QueryFindings() {}

  static List<String> of(
      TestQuery query,
      TriggerKind trigger,
      EngineQuery engine,
      List<StreamInput> inputs,
      boolean failureSeen) {
    List<String> findings = new ArrayList<>();
    Optional<QueryFailure> failure = engine.failure();
    if (failure.isPresent()) {
      if (!failureSeen) {
        findings.add(query + " has failed, and the test has not looked: " + failure.get().root());
      }
      return findings;
    }
    if (query.rowsIn() == 0) {
      findings.add(query + " was started and has processed no row");
    }
    if (!engine.isActive() && trigger == TriggerKind.AVAILABLE_NOW) {
      for (StreamInput input : unprocessed(engine, inputs)) {
        findings.add(
            query
                + " has ended without the rows that were added to "
                + input.description()
                + " after it had started: Trigger.AvailableNow takes what is there at its start");
      }
    }
    if (engine.isActive()) {
      for (StreamInput input : unprocessed(engine, inputs)) {
        findings.add(
            query
                + " has not processed all of "
                + input.description()
                + ": rows were added after the last step");
      }
    }
    return findings;
  }

  private static List<StreamInput> unprocessed(EngineQuery engine, List<StreamInput> inputs) {
    List<SourceStatus> sources = engine.sources();
    return inputs.stream()
        .filter(input -> sources.stream().anyMatch(s -> input.feeds(s) && !input.isProcessed(s)))
        .toList();
  }
}
