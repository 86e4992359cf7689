package dev.weir.query;

import dev.weir.input.StreamInput;
import dev.weir.internal.spark.EngineQuery;
import dev.weir.internal.spark.HarnessClock;
import dev.weir.internal.spark.SourceStatus;
import java.util.List;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/** Says why a wait for a query came to nothing: who waits for what, and how far things are. */
final class Diagnosis {
  private Diagnosis() {}

  static QueryTimeoutException timeout(
      String query,
      String awaited,
      Deadline deadline,
      EngineQuery engine,
      HarnessClock clock,
      List<StreamInput> inputs) {
    StringBuilder text =
        new StringBuilder("Query '")
            .append(query)
            .append("' did not ")
            .append(awaited)
            .append(" within ")
            .append(deadline.timeout().toMillis())
            .append(" ms.");
    line(text, "trigger", engine.gate().describe());
    line(text, "clock", clock.now().toString());
    for (SourceStatus source : engine.sources()) {
      line(
          text,
          "source",
          source.description()
              + ", processed up to "
              + source.committed()
              + (source.latest() == null ? "" : ", has up to " + source.latest()));
      for (StreamInput input : inputs) {
        if (input.feeds(source)) {
          line(text, "fed by", input.description() + ", added " + input.added());
        }
      }
    }
    StreamingQueryProgress last = engine.handle().lastProgress();
    line(
        text,
        "last progress",
        last == null
            ? "none"
            : "batch " + last.batchId() + ", " + last.numInputRows() + " rows in");
    line(text, "status", engine.handle().status().message());
    line(text, "stream", engine.streamThread());
    return new QueryTimeoutException(text + "\nSee docs/errors/query-timeout.md");
  }

  private static void line(StringBuilder text, String what, String value) {
    text.append("\n  ").append(what).append(": ").append(value);
  }
}
