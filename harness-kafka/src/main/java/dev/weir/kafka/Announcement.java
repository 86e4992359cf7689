package dev.weir.kafka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A line that a person must see whatever the log is set to: which broker ran, what did not run.
 *
 * <p>It goes to the standard output, which Surefire shows among the tests; the log of a test run is
 * often switched off.
 */
final class Announcement {
  private static final Set<String> MADE = ConcurrentHashMap.newKeySet();

  private Announcement() {}

  /** Makes it, the first time in this JVM. */
  @SuppressWarnings("SystemOut")
  static void once(String text) {
    if (MADE.add(text)) {
      System.out.println(text);
    }
  }
}
