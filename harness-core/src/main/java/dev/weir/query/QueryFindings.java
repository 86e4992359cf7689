package dev.weir.query;

import dev.weir.input.StreamInput;
import dev.weir.internal.spark.EngineQuery;
import dev.weir.internal.spark.SourceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What makes a green test of a query mean nothing. */
final class QueryFindings {
  private QueryFindings() {}

  static List<String> of(
      TestQuery query, EngineQuery engine, List<StreamInput> inputs, boolean failureSeen) {
    List<String> findings = new ArrayList<>();
    Optional<Throwable> failure = engine.failure();
    if (failure.isPresent()) {
      if (!failureSeen) {
        findings.add(query + " has failed, and the test has not looked: " + failure.get());
      }
      return findings;
    }
    if (query.rowsIn() == 0) {
      findings.add(query + " was started and has processed no row");
    }
    if (engine.isActive()) {
      for (StreamInput input : inputs) {
        for (SourceStatus source : engine.sources()) {
          if (input.feeds(source) && !input.isProcessed(source)) {
            findings.add(
                query
                    + " has not processed all of "
                    + input.description()
                    + ": rows were added after the last step");
          }
        }
      }
    }
    return findings;
  }
}
