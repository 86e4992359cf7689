package dev.weir.internal.spark;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The gate in front of each trigger of one query: the stream thread parks here, and passes when the
 * harness grants a trigger.
 *
 * <p>The protocol has two sides. The stream thread calls {@link #pass()} before each trigger and
 * {@link #end()} once, when the query has terminated. The harness calls {@link #awaitQuiet} and
 * {@link #grant()}. Quiet means that nothing of the query runs and nothing will until the next
 * grant: only then may rows be added or time be moved, or a batch could see half of it.
 */
public final class TriggerGate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int granted;
  private boolean parked;
  private boolean ended;

  /** Stream thread: waits for a grant and uses it up. */
  void pass() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      parked = true;
      changed.signalAll();
      while (granted == 0) {
        changed.await();
      }
      granted--;
    } finally {
      // An interrupted thread is on its way out, and not parked any more either.
      parked = false;
      lock.unlock();
    }
  }

  /** Stream thread: no trigger will come any more. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets one more trigger through. */
  public void grant() {
    lock.lock();
    try {
      granted++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the query is parked with no grant left, or has ended.
   *
   * @param timeout how long to wait at most
   * @return whether that came about in time
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public boolean awaitQuiet(Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (!ended && !(parked && granted == 0)) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the stream thread waits here, so that nothing of the query runs. */
  boolean isParked() {
    lock.lock();
    try {
      return parked && granted == 0 && !ended;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the query has terminated. */
  public boolean hasEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** The state of the gate in words, for a time-out's message. */
  public String describe() {
    lock.lock();
    try {
      if (ended) {
        return "ended";
      }
      return (parked ? "parked before its next trigger" : "inside a trigger")
          + ", "
          + granted
          + " granted";
    } finally {
      lock.unlock();
    }
  }
}
