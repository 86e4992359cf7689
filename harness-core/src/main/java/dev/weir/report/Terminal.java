package dev.weir.report;

import java.io.Console;

/** Colours of a text, where it goes to a terminal that wants them. */
enum Terminal {
  PLAIN,
  COLOURED;

  /** What the process has, by the convention of no-color.org. */
  static Terminal ofProcess() {
    return of(isTerminal(System.console()), System.getenv("NO_COLOR"));
  }

  static Terminal of(boolean terminal, @org.jspecify.annotations.Nullable String noColor) {
    return terminal && (noColor == null || noColor.isEmpty()) ? COLOURED : PLAIN;
  }

  /** From Java 22 on there is a console without a terminal too, which says so itself. */
  private static boolean isTerminal(@org.jspecify.annotations.Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** A text in a colour of the sixteen that each terminal has. */
  String paint(int ansi, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + ansi + "m" + text + "\u001b[0m";
  }
}
