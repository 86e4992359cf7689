package dev.weir.internal.progress;

import java.io.PrintStream;
import java.time.Duration;

/** The first line, the last one, and in between one each few seconds. */
final class ProgressLog implements ProgressView {
  private static final long BETWEEN = Duration.ofSeconds(5).toNanos();

  private final PrintStream out;
  private boolean begun;
  private long last;

  ProgressLog(PrintStream out) {
    this.out = out;
  }

  @Override
  public void step(String work, int done, int total, String now, long nanos) {
    if (!begun || nanos - last >= BETWEEN) {
      begun = true;
      last = nanos;
      out.println("weir: " + work + ", " + ProgressView.count(done, total) + " done: " + now);
    }
  }

  @Override
  public void end(String work, int done, int total, Duration took) {
    out.println(
        "weir: "
            + work
            + ", "
            + ProgressView.count(done, total)
            + " done, in "
            + took.toSeconds()
            + " s");
  }
}
