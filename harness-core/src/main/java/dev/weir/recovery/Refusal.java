package dev.weir.recovery;

import dev.weir.query.QueryFailedException;

/** Why a query does not go on from a checkpoint, in words. */
final class Refusal {
  private static final String LIKELY_CAUSE = "likely cause: ";
  private static final int LONGEST = 120;

  private Refusal() {}

  static String text(Throwable refusal) {
    String message = refusal.getMessage();
    return message == null || message.isBlank() ? refusal.toString() : message;
  }

  /** On one line: what is known to be the cause, or else what Spark says. */
  static String summary(Throwable refusal) {
    Throwable cause = refusal.getCause();
    String all = text(refusal);
    int known = all.indexOf(LIKELY_CAUSE);
    String text =
        known >= 0
            ? all.substring(known + LIKELY_CAUSE.length())
            : refusal instanceof QueryFailedException && cause != null ? text(cause) : all;
    String line = text.strip().lines().findFirst().orElse("");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
