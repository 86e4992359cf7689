package dev.weir.input;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Whether an input is open, and how much was added to it. */
final class Added {
  private final String description;
  private final AtomicLong rows = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();

  Added(String description) {
    this.description = description;
  }

  long rows() {
    return rows.get();
  }

  void count(long more) {
    rows.addAndGet(more);
  }

  /**
   * Closes.
   *
   * @return whether it was open
   */
  boolean close() {
    return closed.compareAndSet(false, true);
  }

  void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException(
          "The "
              + description
              + " is closed: its test is over, or the test closed it. Add rows before that. "
              + "See docs/errors/input-closed.md");
    }
  }
}
