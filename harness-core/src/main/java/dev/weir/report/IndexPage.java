package dev.weir.report;

import dev.weir.report.TestResult.Outcome;
import io.jstach.jstache.JStache;
import io.jstach.jstache.JStacheConfig;
import io.jstach.jstache.JStacheType;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the index is made of. */
@JStacheConfig(type = JStacheType.STACHE)
@JStache(path = "dev/weir/report/index.mustache", name = "IndexTemplate")
record IndexPage(
    String when,
    boolean bad,
    String verdict,
    String summary,
    List<Line> lines,
    List<Line> others,
    boolean hasOthers,
    String style,
    String styleHash) {
  private static final String STYLE = Html.resource("timeline.css");
  private static final String STYLE_HASH = Html.hash(STYLE);

  /**
   * One test.
   *
   * @param css the class of its verdict
   * @param page the file of its timeline; empty if there is none
   * @param runs its last results, the oldest first, one sign each
   * @param runsInWords the same for a screen reader
   */
  record Line(
      String css,
      String verdict,
      String testClass,
      String name,
      boolean hasPage,
      String page,
      String took,
      int batches,
      String runs,
      String runsInWords,
      boolean flaky) {}

  static IndexPage of(RunHistory history, String run) {
    List<RunHistory.Test> now = new ArrayList<>();
    List<RunHistory.Test> before = new ArrayList<>();
    for (RunHistory.Test test : history.tests().values()) {
      (test.last().run().equals(run) ? now : before).add(test);
    }
    long failed = now.stream().filter(t -> t.last().outcomeOf() == Outcome.FAILED).count();
    return new IndexPage(
        history
            .last()
            .truncatedTo(ChronoUnit.SECONDS)
            .toString()
            .replace('T', ' ')
            .replace("Z", " UTC"),
        failed > 0,
        failed > 0 ? "✗ " + failed + " failed" : "✓ none failed",
        summary(now),
        lines(now),
        lines(before),
        !before.isEmpty(),
        STYLE,
        STYLE_HASH);
  }

  String html() {
    return new IndexTemplate(String::valueOf, Html::escape).execute(this);
  }

  private static String summary(List<RunHistory.Test> tests) {
    long millis = tests.stream().mapToLong(test -> test.last().millis()).sum();
    long batches = tests.stream().mapToLong(test -> test.last().batches()).sum();
    return String.format(
        Locale.ROOT,
        "%,d %s, %,d micro-batches, %s in tests",
        tests.size(),
        tests.size() == 1 ? "test" : "tests",
        batches,
        took(millis));
  }

  /** Failed ones first, then those that change their mind. */
  private static List<Line> lines(List<RunHistory.Test> tests) {
    return tests.stream()
        .sorted(
            Comparator.comparing((RunHistory.Test t) -> t.last().outcomeOf() != Outcome.FAILED)
                .thenComparing(test -> !isFlaky(test))
                .thenComparing(RunHistory.Test::testClass)
                .thenComparing(RunHistory.Test::name))
        .map(IndexPage::line)
        .toList();
  }

  private static Line line(RunHistory.Test test) {
    RunHistory.Result last = test.last();
    Outcome outcome = last.outcomeOf();
    String page = last.page() == null ? "" : last.page();
    return new Line(
        switch (outcome) {
          case FAILED -> "bad";
          case PASSED -> "good";
          case ABORTED -> "muted";
        },
        outcome.sign() + " " + outcome.word(),
        ValueText.of(test.testClass(), 200),
        ValueText.of(test.name(), 200),
        !page.isEmpty(),
        page,
        took(last.millis()),
        last.batches(),
        test.results().stream().map(r -> r.outcomeOf().sign()).collect(Collectors.joining(" ")),
        inWords(test),
        isFlaky(test));
  }

  private static String inWords(RunHistory.Test test) {
    return passes(test) + " of the last " + test.results().size() + " passed";
  }

  private static long passes(RunHistory.Test test) {
    return test.results().stream().filter(r -> r.outcomeOf() == Outcome.PASSED).count();
  }

  /**
   * Two verdicts in one run, or forth and back between runs: one change alone is a test that was
   * broken or mended.
   */
  private static boolean isFlaky(RunHistory.Test test) {
    List<RunHistory.Result> verdicts =
        test.results().stream().filter(r -> r.outcomeOf() != Outcome.ABORTED).toList();
    int changes = 0;
    for (int i = 1; i < verdicts.size(); i++) {
      RunHistory.Result before = verdicts.get(i - 1);
      RunHistory.Result after = verdicts.get(i);
      if (before.outcomeOf() != after.outcomeOf()) {
        changes += before.run().equals(after.run()) ? 2 : 1;
      }
    }
    return changes > 1;
  }

  private static String took(long millis) {
    return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
