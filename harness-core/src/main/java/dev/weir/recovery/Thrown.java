package dev.weir.recovery;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The exceptions of a failure, and what the rules look for in them.
 *
 * @param chain each the cause of the one before
 */
record Thrown(List<Throwable> chain) {

  /** Where the deepest message that has it fits a pattern: Spark repeats it in those above. */
  Optional<Matcher> find(Pattern pattern) {
    for (int i = chain.size() - 1; i >= 0; i--) {
      String message = chain.get(i).getMessage();
      Matcher matcher = pattern.matcher(message == null ? "" : message);
      if (matcher.find()) {
        return Optional.of(matcher);
      }
    }
    return Optional.empty();
  }

  boolean says(String text) {
    return find(Pattern.compile(Pattern.quote(text))).isPresent();
  }

  /** Whether an exception came out of a method of a class; the class by the end of its name. */
  boolean isFrom(String type, String method) {
    return chain.stream()
        .flatMap(t -> Arrays.stream(t.getStackTrace()))
        .anyMatch(frame -> isIn(frame, type, method));
  }

  /** Whether the exception at the bottom was made in a method of a class. */
  boolean isMadeIn(String type, String method) {
    return Arrays.stream(root().getStackTrace())
        .limit(1)
        .anyMatch(frame -> isIn(frame, type, method));
  }

  private static boolean isIn(StackTraceElement frame, String type, String method) {
    return frame.getClassName().endsWith(type) && frame.getMethodName().contains(method);
  }

  /** The exception at the bottom. */
  Throwable root() {
    return chain.get(chain.size() - 1);
  }
}
