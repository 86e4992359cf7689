package dev.weir.junit;

import java.util.List;

/** Fails a test that passed, but should not have. */
final class Verdict {
  private Verdict() {}

  static void of(List<String> findings, List<String> leaks) {
    if (findings.isEmpty() && leaks.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    if (!findings.isEmpty()) {
      text.append("The test passed, but it does not mean what it seems to:");
      findings.forEach(finding -> text.append("\n  - ").append(finding));
      text.append(
          "\nIf that is wanted: @SparkStreamingTest(strict = false)."
              + " See docs/errors/test-means-nothing.md");
    }
    if (!leaks.isEmpty()) {
      text.append(text.isEmpty() ? "" : "\n").append("The test left something behind:");
      leaks.forEach(leak -> text.append("\n  - ").append(leak));
      text.append("\nIt has been put right. See docs/errors/leaks.md");
    }
    throw new AssertionError(text.toString());
  }
}
