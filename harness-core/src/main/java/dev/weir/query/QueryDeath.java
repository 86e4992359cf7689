package dev.weir.query;

import dev.weir.internal.spark.EngineQuery;
import java.util.Optional;

/** Turns the end of a query into an exception that says what ended it. */
final class QueryDeath {
  private QueryDeath() {}

  static void throwIfDead(String query, EngineQuery engine) {
    Optional<Throwable> failure = engine.failure();
    if (failure.isPresent()) {
      throw new QueryFailedException(
          "Query '"
              + query
              + "' has failed"
              + engine.lastBatch().map(b -> " in or after batch " + b.batchId()).orElse("")
              + ": "
              + failure.get()
              + "\nSee docs/errors/query-failed.md",
          failure.get());
    }
  }

  static void throwIfOver(String query, EngineQuery engine) {
    throwIfDead(query, engine);
    if (engine.gate().hasEnded()) {
      throw new IllegalStateException(
          "Query '"
              + query
              + "' has ended, so it processes nothing any more"
              + " (Spark itself would return without a word). "
              + "Start it again, or process before stop(). See docs/errors/query-ended.md");
    }
  }
}
