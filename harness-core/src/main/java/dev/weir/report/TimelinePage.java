package dev.weir.report;

import io.jstach.jstache.JStache;
import io.jstach.jstache.JStacheConfig;
import io.jstach.jstache.JStacheType;
import java.util.List;

/**
 * What the page of a timeline is made of. The template becomes a Java class when this is compiled,
 * so that no engine is there at run time.
 *
 * @param failed whether there is a failure
 * @param summary the run in one line
 * @param failure its text; empty if there is none
 * @param leftOut what is not on the page, in sentences
 * @param diagram the run in text, for who has no script or no eyes
 */
@JStacheConfig(type = JStacheType.STACHE)
@JStache(path = "dev/weir/report/timeline.mustache", name = "TimelineTemplate")
record TimelinePage(
    String title,
    boolean failed,
    String summary,
    String failure,
    List<String> leftOut,
    String diagram,
    String json,
    String style,
    String script,
    String styleHash,
    String scriptHash) {
  private static final String STYLE = Html.resource("timeline.css");
  private static final String SCRIPT =
      Html.resource("timeline-run.js")
          + Html.resource("timeline-strip.js")
          + Html.resource("timeline-details.js")
          + Html.resource("timeline-keys.js");
  private static final String STYLE_HASH = Html.hash(STYLE);
  private static final String SCRIPT_HASH = Html.hash(SCRIPT);

  static TimelinePage of(Timeline timeline) {
    return of(timeline, new PageBudget());
  }

  static TimelinePage of(Timeline timeline, PageBudget budget) {
    String json = TimelineJson.of(timeline, budget);
    return new TimelinePage(
        ValueText.of(timeline.test(), 300),
        timeline.failure().isPresent(),
        summary(timeline),
        timeline
            .failure()
            .map(text -> ValueText.ofLines(withoutRun(timeline, text), 20_000))
            .orElse(""),
        budget.leftOut(),
        timeline.text(),
        json,
        STYLE,
        SCRIPT,
        STYLE_HASH,
        SCRIPT_HASH);
  }

  String html() {
    return new TimelineTemplate(String::valueOf, Html::escape).execute(this);
  }

  /** The message ends with the run in text, which the page shows better. */
  private static String withoutRun(Timeline timeline, String text) {
    return timeline.queries().stream()
        .flatMap(query -> query.moments().stream())
        .filter(Moment.FailedAssertion.class::isInstance)
        .map(moment -> ((Moment.FailedAssertion) moment).message())
        .filter(text::startsWith)
        .findFirst()
        .orElse(text);
  }

  private static String summary(Timeline timeline) {
    List<Moment.Batch> batches =
        timeline.queries().stream().flatMap(query -> query.batches().stream()).toList();
    long late = batches.stream().mapToLong(Moment.Batch::late).sum();
    return count(timeline.queries().size(), "query", "queries")
        + ", "
        + count(batches.size(), "batch", "batches")
        + ", "
        + count(batches.stream().mapToLong(Moment.Batch::rowsIn).sum(), "row", "rows")
        + " in, "
        + count(batches.stream().mapToLong(b -> b.emitted().size()).sum(), "row", "rows")
        + " emitted"
        + (late == 0 ? "" : ", " + count(late, "late row", "late rows"));
  }

  private static String count(long n, String one, String many) {
    return String.format(java.util.Locale.ROOT, "%,d %s", n, n == 1 ? one : many);
  }
}
