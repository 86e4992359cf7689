package dev.weir.assertion;

import dev.weir.recovery.CompatibilityReport;
import dev.weir.recovery.CompatibilityVerdict;
import java.util.List;
import java.util.function.Predicate;

/** The text of a failed assertion on golden checkpoints: all verdicts, and why. */
final class CompatibilityText {
  private static final int MOST_LINES = 30;
  private static final String PAGE = "See docs/errors/golden-verdict.md";

  private CompatibilityText() {}

  static String of(
      CompatibilityReport report, String what, Predicate<CompatibilityVerdict> wanted) {
    String expecting = "Expecting job '" + report.job() + "' " + what;
    if (report.verdicts().isEmpty()) {
      return expecting
          + ", but there is no golden checkpoint of it. Record one: run this test with"
          + " -Dweir.record=<release> on the released job. "
          + PAGE;
    }
    StringBuilder text = new StringBuilder(expecting).append(", but:\n\n");
    text.append(table(report, wanted));
    for (CompatibilityVerdict verdict : report.verdicts()) {
      if (!verdict.detail().isEmpty()) {
        text.append("\nFrom the checkpoint of release ").append(verdict.release()).append(":\n");
        lines(text, verdict.detail());
      }
    }
    return text.append('\n').append(PAGE).toString();
  }

  private static String table(CompatibilityReport report, Predicate<CompatibilityVerdict> wanted) {
    TextTable table = new TextTable();
    table.add("    ", List.of("release", "Spark", "verdict"), "");
    for (CompatibilityVerdict verdict : report.verdicts()) {
      table.add(
          wanted.test(verdict) ? "    " : " >> ",
          List.of(verdict.release(), verdict.spark(), verdict.compatibility().name()),
          verdict.summary());
    }
    return table.render();
  }

  private static void lines(StringBuilder text, String detail) {
    List<String> lines = detail.lines().toList();
    lines.stream().limit(MOST_LINES).forEach(line -> text.append("  ").append(line).append('\n'));
    if (lines.size() > MOST_LINES) {
      text.append("  … and ").append(lines.size() - MOST_LINES).append(" more lines\n");
    }
  }
}
