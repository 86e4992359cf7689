package dev.weir.query;

import java.time.Duration;

/** The end of a bounded wait. */
final class Deadline {
  private final Duration timeout;
  private final long end;

  private Deadline(Duration timeout) {
    this.timeout = timeout;
    this.end = System.nanoTime() + timeout.toNanos();
  }

  static Deadline in(Duration timeout) {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException(
          "The timeout of a step must be positive, but is "
              + timeout
              + ". See docs/errors/options.md");
    }
    return new Deadline(timeout);
  }

  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  Duration leftButAtMost(Duration most) {
    Duration left = left();
    return left.compareTo(most) < 0 ? left : most;
  }

  boolean hasPassed() {
    return left().isZero();
  }

  /** The whole time that was given, for a message. */
  Duration timeout() {
    return timeout;
  }
}
