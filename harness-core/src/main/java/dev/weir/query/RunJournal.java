package dev.weir.query;

import dev.weir.internal.spark.BatchFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a query's run, in order. A note is one small object, so that it costs nothing to
 * speak of to keep them for a report that most tests never need.
 */
final class RunJournal {
  /** A test that expects failures, as a property does that is being shrunk, has many. */
  private static final int MOST_FAILURES = 100;

  private final List<RunEvent> events = new ArrayList<>();
  private String step = "";
  private int number;
  private int failures;

  /** The call that lets the query run from now on. */
  synchronized void begin(String call) {
    step = call;
    number++;
  }

  /** The query was let through one trigger. */
  synchronized void triggered(Instant time, long nanos, @Nullable BatchFacts batch) {
    events.add(new RunEvent.Trigger(step, number, time, nanos, batch));
  }

  synchronized void add(RunEvent event) {
    events.add(event);
  }

  /**
   * Notes a failed assertion.
   *
   * @return whether it is the first since the query has run last
   */
  synchronized boolean failed(String where, String message) {
    boolean first =
        events.isEmpty() || !(events.get(events.size() - 1) instanceof RunEvent.FailedAssertion);
    if (failures < MOST_FAILURES) {
      failures++;
      events.add(new RunEvent.FailedAssertion(where, message));
    }
    return first;
  }

  synchronized List<RunEvent> events() {
    return List.copyOf(events);
  }
}
