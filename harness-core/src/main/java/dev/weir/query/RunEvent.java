package dev.weir.query;

import dev.weir.internal.spark.BatchFacts;
import dev.weir.recovery.CrashAt;
import java.time.Instant;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/** One thing that happened in the run of a query, for a report of it. */
@API(status = Status.INTERNAL, since = "0.1")
public sealed interface RunEvent {

  /**
   * The harness let one trigger through.
   *
   * @param step the test's call that did so: {@code processAllAvailable}
   * @param number which of the test's calls it was, from 1
   * @param time the processing time
   * @param nanos how long it took on the wall, in nanoseconds
   * @param batch the batch that it ran; null if there was nothing to do
   */
  record Trigger(String step, int number, Instant time, long nanos, @Nullable BatchFacts batch)
      implements RunEvent {}

  /**
   * The query was crashed.
   *
   * @param at where
   */
  record Crash(CrashAt at) implements RunEvent {}

  /**
   * An assertion on the query failed.
   *
   * @param where what was looked at, in words: {@code Query 'counts', update mode, batch 1}
   * @param message the text of the failure
   */
  record FailedAssertion(String where, String message) implements RunEvent {}
}
