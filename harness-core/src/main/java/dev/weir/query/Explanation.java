package dev.weir.query;

import dev.weir.internal.spark.OutputModes;
import dev.weir.internal.spark.PlanFacts;
import dev.weir.internal.spark.StateOperatorInfo;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.streaming.OutputMode;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/** A query in words: its plan, its state, its output modes and what each trigger runs. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class Explanation {
  private Explanation() {}

  /**
   * Of a streaming Dataset that is not started.
   *
   * @throws IllegalArgumentException if the Dataset is not a streaming one
   */
  public static String of(Dataset<?> result) {
    if (!result.isStreaming()) {
      throw new IllegalArgumentException(
          "This Dataset is not a streaming one, so no trigger runs it: make it from the stream of"
              + " an input, such as input.toDF(). See docs/errors/not-streaming.md");
    }
    return of("A streaming Dataset", PlanFacts.of(result), List.of(), null);
  }

  /**
   * Of a query.
   *
   * @param running its stateful operators with their stores, when it has run; none before
   * @param mode what it runs in; null if that is open
   */
  static String of(
      String title, PlanFacts plan, List<StateOperatorInfo> running, @Nullable OutputMode mode) {
    StringBuilder text = new StringBuilder(title).append('\n');
    section(text, "Plan, from the sink to the sources:", plan.lines());
    section(text, "State:", plan.state().isEmpty() ? List.of("none") : plan.state());
    running.forEach(
        operator ->
            line(
                text,
                "operator "
                    + operator.id()
                    + " ("
                    + operator.name()
                    + (operator.stores().size() == 1 ? "), store " : "), stores ")
                    + String.join(", ", operator.stores())));
    section(
        text,
        "Output modes:",
        OutputModes.ALL.stream()
            .map(each -> named(OutputModes.name(each), mode(plan, each, mode)))
            .toList());
    section(
        text,
        "What each trigger runs"
            + (mode == null
                ? " in append and update mode:"
                : " in " + OutputModes.name(mode) + " mode:"),
        triggers(plan, mode));
    return text.toString();
  }

  private static void section(StringBuilder text, String title, List<String> lines) {
    text.append('\n').append(title).append('\n');
    lines.forEach(each -> line(text, each));
  }

  private static void line(StringBuilder text, String line) {
    text.append("   ").append(line).append('\n');
  }

  private static String named(String name, String text) {
    return name + " ".repeat(15 - name.length()) + text;
  }

  private static String mode(PlanFacts plan, OutputMode each, @Nullable OutputMode own) {
    return plan.refusal(each)
        .map(reason -> "refused: " + reason)
        .orElse(each.equals(own) ? "taken, and this query's" : "taken");
  }

  private static List<String> triggers(PlanFacts plan, @Nullable OutputMode mode) {
    // Complete mode keeps all of its state, so a watermark has nothing to close there.
    boolean closes = plan.actsOnWatermark() && !OutputMode.Complete().equals(mode);
    boolean noData = closes && plan.runsNoDataBatches();
    String endless =
        plan.timesOutInProcessingTime()
            ? "; one without data after each, for timeouts in processing time"
            : noData ? "; one without data when the watermark has moved" : "";
    String switchedOff =
        closes && !plan.runsNoDataBatches()
            ? "; none without data (spark.sql.streaming.noDataMicroBatches.enabled=false), so that"
                + " what the watermark closes comes with the next rows"
            : "";
    return List.of(
        named("ProcessingTime", "a batch when there are new rows" + endless + switchedOff),
        named(
            "AvailableNow",
            "batches until all is processed that was there at the start" + endless + switchedOff),
        named(
            "Once",
            "one batch of all that is there, whatever limit a source has"
                + (closes
                    ? "; none without data, so what the watermark closes waits for the next run"
                    : "")),
        named(
            "Continuous",
            plan.continuousRefusal(mode == null ? OutputMode.Append() : mode)
                .map(reason -> "refused: " + reason)
                .orElse("no batches: tasks that run for ever, and epochs in their output")));
  }
}
