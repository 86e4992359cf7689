package dev.weir.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** The failure text of a verification: what is wrong where, the matrix, and what to do. */
final class RecoveryText {
  private static final int CELLS = 5;
  private static final int ROWS = 10;

  private RecoveryText() {}

  static String of(RecoveryReport report, String promise, List<Cell> bad) {
    StringBuilder text =
        new StringBuilder("\nExpecting rows to reach ")
            .append(sinks(report.sinks()))
            .append(' ')
            .append(promise)
            .append(", but ")
            .append(bad.size())
            .append(" of ")
            .append(report.cells().size())
            .append(bad.size() == 1 ? " crashes has" : " crashes have")
            .append(" another outcome:\n");
    bad.stream().limit(CELLS).forEach(cell -> cell(text, cell));
    if (bad.size() > CELLS) {
      text.append("  ... and ").append(bad.size() - CELLS).append(" more\n");
    }
    text.append('\n').append(RecoveryMatrix.of(report)).append('\n');
    advice(bad).forEach(line -> text.append(line).append('\n'));
    return text.append("See docs/errors/not-exactly-once.md").toString();
  }

  private static String sinks(List<String> names) {
    return names.size() == 1
        ? "'" + names.get(0) + "'"
        : "the sinks '" + String.join("', '", names) + "'";
  }

  private static void cell(StringBuilder text, Cell cell) {
    text.append("  crash ")
        .append(cell.place())
        .append(", in batch ")
        .append(cell.at().batchId())
        .append(": ")
        .append(cell.verdict().name().toLowerCase(Locale.ROOT))
        .append('\n');
    Throwable error = cell.error();
    if (error != null) {
      text.append("      ").append(String.valueOf(error).replace("\n", "\n      ")).append('\n');
    }
    for (SinkVerdict sink : cell.sinks()) {
      if (sink.verdict() != Verdict.EXACTLY_ONCE) {
        rows(text, cell.sinks().size() == 1 ? "" : "'" + sink.sink() + "' ", sink);
      }
    }
  }

  private static void rows(StringBuilder text, String where, SinkVerdict sink) {
    boolean doubled = sink.verdict() == Verdict.DOUBLED;
    List<String> lines = new ArrayList<>();
    counted(sink.missing()).forEach((row, n) -> lines.add("- " + row + "  missing" + times(n)));
    counted(sink.unexpected())
        .forEach(
            (row, n) ->
                lines.add("+ " + row + (doubled ? "  is there again" : "  unexpected") + times(n)));
    lines.stream()
        .limit(ROWS)
        .forEach(line -> text.append("      ").append(where).append(line).append('\n'));
    if (lines.size() > ROWS) {
      text.append("      ").append(where).append("... and ").append(lines.size() - ROWS);
      text.append(" more\n");
    }
  }

  /** By their text, since a sink has no order. */
  private static Map<String, Integer> counted(List<Row> rows) {
    Map<String, Integer> counts = new TreeMap<>();
    rows.forEach(row -> counts.merge(row.toString(), 1, Integer::sum));
    return counts;
  }

  private static String times(int n) {
    return n == 1 ? "" : ", " + n + " times";
  }

  private static List<String> advice(List<Cell> bad) {
    List<String> advice = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (bad.stream().anyMatch(cell -> cell.verdict() == verdict)) {
        advice.add(advice(verdict));
      }
    }
    return advice;
  }

  private static String advice(Verdict verdict) {
    return switch (verdict) {
      case DOUBLED ->
          "Doubled: a batch that is run again is written again. Key the write by the batch's id, or"
              + " upsert by a key of the rows.";
      case LOST ->
          "Lost: the batch counts as done before the sink has all of it, or a replay takes something"
              + " away.";
      case DIFFERENT ->
          "Different: a batch that is run again gives another result. Does the write add to what is"
              + " there, or a value depend on when it is computed (a clock, a random number, a state"
              + " in the JVM)?";
      case FAILED -> "Failed: the restarted query could not go on; its message says why.";
      case EXACTLY_ONCE -> "";
    };
  }
}
