package dev.weir.query;

import dev.weir.internal.spark.BatchProtocol;
import dev.weir.internal.spark.CrashSite;
import dev.weir.internal.spark.EngineQuery;
import dev.weir.recovery.CrashAt;
import dev.weir.recovery.CrashPoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Lets a query run into a crash, and waits until nothing of it is left but what is on the disk. */
final class Crash {
  private static final Duration POLL = Duration.ofMillis(1);

  private final String query;
  private final EngineQuery engine;
  private final Stepper stepper;

  Crash(String query, EngineQuery engine, Stepper stepper) {
    this.query = query;
    this.engine = engine;
    this.stepper = stepper;
  }

  /** Runs until the query is at the place, and crashes it there. */
  CrashAt at(CrashAt place, Deadline deadline) {
    if (place.point() == CrashPoint.DURING_STOP) {
      return inStop(place, deadline);
    }
    BatchProtocol protocol = engine.protocol();
    List<CrashSite> before = protocol.passed();
    protocol.arm(place.site());
    try {
      stepper.begin();
      stepper.all(deadline);
    } catch (QueryFailedException e) {
      if (protocol.crashedAt().isEmpty()) {
        throw e;
      }
    } finally {
      protocol.disarm();
    }
    return protocol
        .crashedAt()
        .map(CrashAt::of)
        .orElseThrow(() -> notReached(place, protocol.passed(), before.size()));
  }

  /**
   * Runs as far as there is something to do. The thread that comes to the place says so and goes no
   * further, and all others go on.
   *
   * @return the places that were passed, in words
   */
  List<String> orHalt(CrashAt place, Consumer<CrashAt> reached, Deadline deadline) {
    BatchProtocol protocol = engine.protocol();
    int before = protocol.passed().size();
    protocol.arm(
        place.site(),
        site -> {
          reached.accept(CrashAt.of(site));
          halt();
        });
    stepper.begin();
    stepper.all(deadline);
    long last = protocol.lastBatch();
    if (place.point() == CrashPoint.DURING_STOP && last >= Math.max(0, place.batchId())) {
      reached.accept(place.inBatch(last));
      stop(query, engine, deadline);
      halt();
    }
    return inWords(protocol.passed(), before);
  }

  private static void halt() {
    while (true) {
      LockSupport.park();
    }
  }

  /** There is no batch in work then, so the query is let run until it has done the one meant. */
  private CrashAt inStop(CrashAt place, Deadline deadline) {
    stepper.begin();
    long last;
    if (place.batchId() == CrashAt.NEXT) {
      stepper.all(deadline);
    } else {
      while (engine.protocol().lastBatch() < place.batchId()
          && !stepper.next(deadline).batchIds().isEmpty()) {}
    }
    last = engine.protocol().lastBatch();
    if (last < Math.max(0, place.batchId())) {
      throw notReached(place, engine.protocol().passed(), 0);
    }
    CrashAt at = place.inBatch(last);
    engine.protocol().die(at.site());
    return at;
  }

  private IllegalStateException notReached(CrashAt place, List<CrashSite> passed, int before) {
    List<String> places = inWords(passed, before);
    return new IllegalStateException(
        "Query '"
            + query
            + "' was to be crashed "
            + place
            + ", and has not come there. It has done all that there was to do, and came to: "
            + (places.isEmpty() ? "nothing, since no batch ran" : String.join(", ", places))
            + ". See docs/errors/crash-point.md");
  }

  private static List<String> inWords(List<CrashSite> passed, int before) {
    return passed.stream()
        .skip(Math.min(before, passed.size()))
        .map(site -> CrashAt.of(site).inBatch(site.batchId()))
        .map(at -> at.point().inWords() + " of batch " + at.batchId())
        .distinct()
        .toList();
  }

  /** Waits for the threads of a crashed query, which find nothing to write to any more. */
  static void awaitEnd(String query, EngineQuery engine, Deadline deadline) {
    stop(query, engine, deadline);
    while (engine.hasTasks()) {
      if (deadline.hasPassed()) {
        throw stillRuns(query, engine, null);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static void stop(String query, EngineQuery engine, Deadline deadline) {
    try {
      engine.stop(deadline.leftButAtMost(Duration.ofMinutes(1)));
    } catch (TimeoutException e) {
      throw stillRuns(query, engine, e);
    }
  }

  private static IllegalStateException stillRuns(
      String query, EngineQuery engine, @org.jspecify.annotations.Nullable Throwable cause) {
    return new IllegalStateException(
        "Query '"
            + query
            + "' was crashed, and a thread of it does not end: "
            + engine.threads()
            + ". See docs/errors/query-timeout.md",
        cause);
  }
}
