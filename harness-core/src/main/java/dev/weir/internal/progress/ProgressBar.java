package dev.weir.internal.progress;

import java.io.PrintStream;
import java.time.Duration;

/** One line of a terminal that is written again and again. */
final class ProgressBar implements ProgressView {
  private static final int COLUMNS = 79;
  private static final int CELLS = 20;

  private final PrintStream out;

  ProgressBar(PrintStream out) {
    this.out = out;
  }

  @Override
  public void step(String work, int done, int total, String now, long nanos) {
    out.print(
        '\r' + line(work + " " + bar(done, total) + ProgressView.count(done, total) + "  " + now));
    out.flush();
  }

  @Override
  public void end(String work, int done, int total, Duration took) {
    out.println(
        '\r'
            + line(
                work
                    + " "
                    + bar(done, total)
                    + ProgressView.count(done, total)
                    + "  "
                    + took.toSeconds()
                    + " s"));
  }

  private static String bar(int done, int total) {
    if (total == 0) {
      return "";
    }
    int full = CELLS * Math.min(done, total) / total;
    return "[" + "#".repeat(full) + ".".repeat(CELLS - full) + "] ";
  }

  /** As wide as the line before it, which it covers. */
  private static String line(String text) {
    return text.length() > COLUMNS
        ? text.substring(0, COLUMNS - 1) + "…"
        : text + " ".repeat(COLUMNS - text.length());
  }
}
