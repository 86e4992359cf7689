package dev.weir.query;

import dev.weir.input.StreamInput;
import dev.weir.internal.spark.EngineQuery;
import dev.weir.internal.spark.EngineThread;
import dev.weir.internal.spark.HarnessClock;
import dev.weir.internal.spark.SourceStatus;
import java.util.List;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/** Says why a wait for a query came to nothing: who waits for what, and how far things are. */
final class Diagnosis {
  private final String query;
  private final String trigger;
  private final EngineQuery engine;
  private final HarnessClock clock;
  private final List<StreamInput> inputs;
  private final StringBuilder text = new StringBuilder();

  Diagnosis(
      String query,
      String trigger,
      EngineQuery engine,
      HarnessClock clock,
      List<StreamInput> inputs) {
    this.query = query;
    this.trigger = trigger;
    this.engine = engine;
    this.clock = clock;
    this.inputs = inputs;
  }

  QueryTimeoutException timeout(String awaited, Deadline deadline, List<Long> batches) {
    List<EngineThread> threads = engine.threads();
    return exception(
        awaited + " within " + deadline.timeout().toMillis() + " ms",
        LikelyCause.of(threads, engine, inputs),
        batches,
        threads);
  }

  /** Why it is of no use to wait any longer. */
  QueryTimeoutException outage(String awaited, String reason, List<Long> batches) {
    return exception(
        awaited, reason + ". Start it again, or find out why it went.", batches, engine.threads());
  }

  private QueryTimeoutException exception(
      String awaited, String cause, List<Long> batches, List<EngineThread> threads) {
    text.append("Query '").append(query).append("' did not ").append(awaited).append('.');
    line("likely cause", cause);
    line("trigger", trigger + ", " + engine.gate().describe());
    line("clock", clock.now().toString());
    line("batches of this step", batches.isEmpty() ? "none" : batches.toString());
    engine.sources().forEach(this::source);
    StreamingQueryProgress last = engine.handle().lastProgress();
    line(
        "last progress",
        last == null
            ? "none"
            : "batch " + last.batchId() + ", " + last.numInputRows() + " rows in");
    line("status", engine.handle().status().message());
    threads.forEach(thread -> line(thread.isTask() ? "task" : "stream", thread.toString()));
    return new QueryTimeoutException(text + "\nSee docs/errors/query-timeout.md");
  }

  private void source(SourceStatus source) {
    line(
        "source",
        source.description()
            + ", processed up to "
            + source.committed()
            + (source.available() == null || source.available().equals(source.committed())
                ? ""
                : ", being processed up to " + source.available())
            + (source.latest() == null ? "" : ", has up to " + source.latest()));
    for (StreamInput input : inputs) {
      if (input.feeds(source)) {
        line("fed by", input.description() + ", added " + input.added());
      }
    }
  }

  private void line(String what, String value) {
    text.append("\n  ").append(what).append(": ").append(value);
  }
}
