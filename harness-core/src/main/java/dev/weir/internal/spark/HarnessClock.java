package dev.weir.internal.spark;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The processing time of one harness. It stands still until it is moved, so that {@code
 * current_timestamp} and timeouts are what the test says.
 */
public final class HarnessClock {
  private final AtomicLong millis;

  public HarnessClock(Instant start) {
    this.millis = new AtomicLong(start.toEpochMilli());
  }

  /** Now, in milliseconds since the epoch. */
  public long millis() {
    return millis.get();
  }

  /** Now, to the millisecond. */
  public Instant now() {
    return Instant.ofEpochMilli(millis());
  }

  /**
   * Moves the clock forward.
   *
   * @throws IllegalArgumentException if it was to go back
   */
  public void advance(Duration by) {
    checkForward(by);
    moveTo(millis() + by.toMillis());
  }

  /** Refuses to go back. */
  public static void checkForward(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException(
          "Time only moves forward, but was to move by " + by + ". See docs/errors/time.md");
    }
  }

  /** Moves the clock forward to a time, or leaves it if that has passed. */
  public void moveTo(long newMillis) {
    millis.accumulateAndGet(newMillis, Math::max);
  }
}
