package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.List;

/**
 * When one batch came to the places of its protocol, on the wall: Spark's own durations are those
 * of the test's clock, which stands still.
 */
public final class PhaseTimes {
  private static final CrashPlace[] PLACES = {
    CrashPlace.BEFORE_OFFSET_LOG,
    CrashPlace.AFTER_OFFSET_LOG,
    CrashPlace.BEFORE_SINK_WRITE,
    CrashPlace.AFTER_SINK_WRITE,
    CrashPlace.BEFORE_COMMIT_LOG,
    CrashPlace.AFTER_COMMIT_LOG
  };

  /** What lies between two places. */
  private static final String[] PHASES = {
    "offset log", "planning", "sink write", "clean up", "commit log"
  };

  private final long[] nanos = new long[PLACES.length];

  /**
   * One phase of a batch.
   *
   * @param name in words
   * @param nanos how long it took on the wall
   */
  public record Phase(String name, long nanos) {}

  /** Takes note of the time, if that is a place between two phases. */
  void passes(CrashPlace place) {
    for (int i = 0; i < PLACES.length; i++) {
      if (PLACES[i] == place) {
        nanos[i] = System.nanoTime();
      }
    }
  }

  /** The phases of which both ends were passed, in order. */
  public List<Phase> phases() {
    List<Phase> phases = new ArrayList<>();
    for (int i = 0; i < PHASES.length; i++) {
      if (nanos[i] != 0 && nanos[i + 1] != 0) {
        phases.add(new Phase(PHASES[i], Math.max(0, nanos[i + 1] - nanos[i])));
      }
    }
    return phases;
  }
}
