package dev.weir.internal.progress;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Long work, step by step. It says what is done now and how far that is: as a bar on a terminal, in
 * a log as lines of which there is at most one each few seconds, and the first and the last.
 *
 * <p>The system property {@code weir.progress} says otherwise: {@code off}, {@code bar}, {@code
 * log}.
 *
 * <pre>{@code
 * try (Progress progress = Progress.of("verifyRecovery", 24)) {
 *   progress.step("after the sink write, in batch 1");
 * }
 * }</pre>
 */
public final class Progress implements AutoCloseable {
  private final String work;
  private final ProgressView view;
  private final LongSupplier nanos;
  private final long started;
  private int total;
  private int begun;
  private boolean over;

  Progress(String work, int total, ProgressView view, LongSupplier nanos) {
    this.work = work;
    this.total = total;
    this.view = view;
    this.nanos = nanos;
    this.started = nanos.getAsLong();
  }

  /**
   * Begins work.
   *
   * @param work what it is, in a few words
   * @param total how many steps it has; 0 if that is not known yet
   * @throws IllegalArgumentException if {@code weir.progress} has another value
   */
  public static Progress of(String work, int total) {
    return new Progress(work, total, ProgressView.chosen(), System::nanoTime);
  }

  /** Says how many steps there are, when that has become known. */
  public synchronized void expect(int steps) {
    total = steps;
  }

  /**
   * Begins the next step.
   *
   * @param now what is done in it
   */
  public synchronized void step(String now) {
    view.step(work, begun++, total, now, nanos.getAsLong());
  }

  /** Ends the work, be it that it has failed. Ending it again does nothing. */
  @Override
  public synchronized void close() {
    if (!over) {
      over = true;
      view.end(work, begun, total, Duration.ofNanos(nanos.getAsLong() - started));
    }
  }
}
