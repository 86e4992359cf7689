package dev.weir.benchmarks;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What comes of the figures: the ratios, and the page with all. */
final class Results {
  private static final String WARM = "warm/" + Works.WORD_COUNT.name() + "/";
  private static final String SLOW = "slow/" + Works.WORD_COUNT.name() + "/";

  private final Figures figures;
  private final List<Part> failed;

  Results(Figures figures, List<Part> failed) {
    this.figures = figures;
    this.failed = failed;
  }

  /** The parts that ended before they had measured all. */
  List<Part> failed() {
    return failed;
  }

  /** Those that can be made of what was measured. */
  List<Ratio> ratios() {
    List<Ratio> ratios = new ArrayList<>();
    least(
        ratios,
        "warm_vs_expert",
        "the test, an expert's by Weir's",
        WARM + "expert",
        WARM + "Weir",
        5);
    least(
        ratios,
        "warm_vs_streamtest",
        "the test, in Spark's StreamTest by Weir's",
        WARM + "StreamTest",
        WARM + "Weir",
        6);
    least(
        ratios,
        "warm_vs_defaults",
        "the test, with Spark's defaults by Weir's",
        SLOW + "defaults",
        SLOW + "Weir",
        60);
    most(
        ratios,
        "warm_vs_floor",
        "the test, Weir's by the raw engine's",
        WARM + "Weir",
        WARM + "floor",
        1.15);
    least(
        ratios,
        "cold_vs_expert",
        "a JVM's first green test, an expert's by Weir's, no flags",
        "cold/expert",
        "cold/Weir",
        1.5);
    least(
        ratios,
        "cold_flags_vs_expert",
        "... by Weir's with the two flags",
        "cold/expert",
        "cold/Weir, flags",
        1.5);
    least(
        ratios,
        "cold_archive_vs_expert",
        "... by Weir's with the flags and the archive",
        "cold/expert",
        "cold/Weir, archive",
        2.4);
    most(
        ratios,
        "rows_1m_vs_raw",
        "1,000,000 rows, Weir's by a raw memory stream's",
        "rows/1000000/Weir/ms",
        "rows/1000000/raw/ms",
        1.3);
    most(
        ratios,
        "rows_1m_heap_vs_raw",
        "... their most heap",
        "rows/1000000/Weir/MiB",
        "rows/1000000/raw/MiB",
        1.5);
    int last = lastOfSuite();
    most(
        ratios,
        "suite_last_vs_first",
        "a suite's last 100 tests by tests 101 to 200",
        "suite/" + last + "/ms",
        "suite/200/ms",
        1.05);
    most(
        ratios,
        "suite_heap_last_vs_first",
        "... the heap after a collection",
        "suite/" + last + "/MiB",
        "suite/200/MiB",
        1.1);
    for (String what : List.of("threads", "open files", "temporary files")) {
      most(
          ratios,
          "suite_" + what.replace(' ', '_') + "_last_vs_first",
          "... the " + what,
          "suite/" + last + "/" + what,
          "suite/200/" + what,
          1);
    }
    least(
        ratios,
        "kafka_container_vs_embedded",
        "a JVM's first broker and topic, a container's by the embedded one's",
        "kafka/container",
        "kafka/embedded",
        2);
    return ratios;
  }

  private void least(
      List<Ratio> ratios, String name, String meaning, String one, String other, double goal) {
    figures
        .ratio(one, other)
        .ifPresent(value -> ratios.add(new Ratio(name, meaning, value, goal, true)));
  }

  private void most(
      List<Ratio> ratios, String name, String meaning, String one, String other, double goal) {
    figures
        .ratio(one, other)
        .ifPresent(value -> ratios.add(new Ratio(name, meaning, value, goal, false)));
  }

  private int lastOfSuite() {
    return figures.names("suite/").stream()
        .mapToInt(name -> Integer.parseInt(name.split("/", -1)[1]))
        .max()
        .orElse(0);
  }

  String page(boolean quick) {
    StringBuilder page = new StringBuilder();
    page.append("# Results\n\nWritten by `benchmarks/run")
        .append(quick ? " --quick" : "")
        .append("` on ")
        .append(LocalDate.now(java.time.ZoneId.systemDefault()))
        .append(": ")
        .append(Machine.describe())
        .append(
            ".\n\nContenders run in turn in one JVM, a block of tests each, each block with a new context.")
        .append(" A ratio is the median of the ratios of neighbouring blocks.\n\n")
        .append(
            failed.isEmpty() ? "" : "**Failed, and not measured to the end: " + failed + "**\n\n")
        .append("| ratio | of what | measured | goal | |\n|---|---|---|---|---|\n");
    for (Ratio ratio : ratios()) {
      page.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %s | %.2f | %s | %s |%n",
              ratio.name(),
              ratio.meaning(),
              ratio.value(),
              ratio.goalText(),
              ratio.isReached() ? "reached" : "**not reached**"));
    }
    page.append(works()).append(levers());
    page.append(
            "\n## Figures\n\nMedian, least and most of the blocks or runs; milliseconds where nothing else is said.\n\n")
        .append("| figure | median | least | most | of |\n|---|---|---|---|---|\n");
    for (String name : figures.names("")) {
      List<Double> values = figures.of(name);
      page.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %d |%n",
              name.replace("/", " · "),
              number(Figures.median(values)),
              number(Collections.min(values)),
              number(Collections.max(values)),
              values.size()));
    }
    return page.toString();
  }

  private String works() {
    StringBuilder table = new StringBuilder();
    for (String weir : figures.names("warm/")) {
      if (weir.endsWith("/Weir")) {
        String work = weir.substring(0, weir.lastIndexOf('/') + 1);
        table
            .append("| ")
            .append(work.split("/", -1)[1])
            .append(ratio(work + "expert", weir))
            .append(ratio(work + "StreamTest", weir))
            .append(ratio(weir, work + "floor"))
            .append(" |\n");
      }
    }
    return section(
        "Each work, warm",
        "| work | expert / Weir | StreamTest / Weir | Weir / floor |\n|---|---|---|---|\n",
        table);
  }

  private String levers() {
    StringBuilder table = new StringBuilder();
    for (String without : figures.names("lever")) {
      int last = without.lastIndexOf('/') + 1;
      if (without.startsWith("without ", last)) {
        table
            .append("| `")
            .append(without, last + "without ".length(), without.length())
            .append('`')
            .append(ratio(without.substring(0, last) + "Weir", without))
            .append(" |\n");
      }
    }
    return section(
        "Each lever",
        """
        The time of the test with all levers, by that with all but one.

        | lever | with / without |
        |---|---|
        """,
        table);
  }

  private static String section(String title, String head, StringBuilder rows) {
    return rows.isEmpty() ? "" : "\n## " + title + "\n\n" + head + rows;
  }

  private String ratio(String one, String other) {
    return " | "
        + figures.ratio(one, other).map(r -> String.format(Locale.ROOT, "%.2f", r)).orElse("");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%,.2f" : "%,.0f", value);
  }
}
