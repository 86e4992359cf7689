package dev.weir.internal.progress;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;

/** How progress is shown. */
interface ProgressView {

  /** Shows nothing. */
  ProgressView NONE =
      new ProgressView() {
        @Override
        public void step(String work, int done, int total, String now, long nanos) {}

        @Override
        public void end(String work, int done, int total, Duration took) {}
      };

  /**
   * A step begins.
   *
   * @param done how many are behind
   * @param total how many there are; 0 if that is not known
   * @param nanos when that is
   */
  void step(String work, int done, int total, String now, long nanos);

  /** It is over. */
  void end(String work, int done, int total, Duration took);

  /** The view that the run has asked for, or that fits where it is shown. */
  static ProgressView chosen() {
    // Looked up for each work, as System.err may be another one in each test.
    return of(System.getProperty("weir.progress", "auto"), isTerminal(), System.err);
  }

  static ProgressView of(String setting, boolean terminal, PrintStream out) {
    return switch (setting) {
      case "off" -> NONE;
      case "bar" -> new ProgressBar(out);
      case "log" -> new ProgressLog(out);
      case "auto" -> terminal ? new ProgressBar(out) : new ProgressLog(out);
      default ->
          throw new IllegalArgumentException(
              "-Dweir.progress is auto, bar, log or off, but it is '"
                  + setting
                  + "'. See docs/errors/options.md");
    };
  }

  /** From Java 22 on there is a console also where there is no terminal, and it says which. */
  @SuppressWarnings("SystemConsoleNull") // which is what this is about
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** "3 of 24", or how many so far. */
  static String count(int done, int total) {
    return total == 0 ? Integer.toString(done) : done + " of " + total;
  }
}
