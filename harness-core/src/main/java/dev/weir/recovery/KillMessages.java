package dev.weir.recovery;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;

/** What is said of the rows of jobs whose JVMs were killed. */
final class KillMessages {
  private static final int ROWS = 10;

  private KillMessages() {}

  static String differs(String promise, KillReport report) {
    StringBuilder text = new StringBuilder();
    text.append("Expecting each row ").append(promise).append(" after kills of ");
    text.append(report.job()).append("\n");
    Set<String> kills = new LinkedHashSet<>();
    report.kills().forEach(kill -> kills.add("  " + kill + "\n"));
    kills.forEach(text::append);
    text.append("but compared with a run without a kill\n");
    int sinks = report.sinks().size() / report.rounds();
    for (int i = 0; i < report.sinks().size(); i++) {
      KilledSink sink = report.sinks().get(i);
      String where =
          "sink '" + sink.sink() + "'" + (report.rounds() == 1 ? "" : ", round " + (i / sinks + 1));
      rows(text, where, "lost", sink.lost());
      rows(text, where, "doubled", sink.doubled());
      rows(text, where, "that should not be there", sink.unexpected());
    }
    return text
        + "A kill at one of these places alone shows which it is."
        + " See docs/errors/killed-rows.md";
  }

  private static void rows(StringBuilder text, String where, String what, List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    text.append("  ").append(where).append(" has ").append(rows.size());
    text.append(rows.size() == 1 ? " row " : " rows ").append(what).append(":\n");
    rows.stream().limit(ROWS).forEach(row -> text.append("    ").append(row).append("\n"));
    if (rows.size() > ROWS) {
      text.append("    and ").append(rows.size() - ROWS).append(" more\n");
    }
  }
}
