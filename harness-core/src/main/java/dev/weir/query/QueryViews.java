package dev.weir.query;

import dev.weir.internal.spark.BatchFacts;
import dev.weir.internal.spark.OutputModes;
import dev.weir.internal.spark.QueryRequest;
import dev.weir.sink.Batch;
import dev.weir.sink.ChangeLog;
import dev.weir.sink.RowOrder;
import dev.weir.sink.SinkRecorder;
import dev.weir.sink.SinkRows;
import dev.weir.sink.TableView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** The views over what a query's sink received, each with what the engine knew. */
final class QueryViews {
  private final String query;
  private final QueryRequest request;
  private final SinkRecorder recorder;
  private final BatchLog log;

  /** How many batches the last look at the new rows had seen. */
  private int seen;

  QueryViews(String query, QueryRequest request, SinkRecorder recorder, BatchLog log) {
    this.query = query;
    this.request = request;
    this.recorder = recorder;
    this.log = log;
  }

  SinkRows lastBatch() {
    List<Batch> batches = batchesOrThrow();
    for (int i = batches.size() - 1; i > 0; i--) {
      Batch batch = batches.get(i);
      boolean noData = log.of(batch.batchId()).map(f -> !f.hasNewData()).orElse(false);
      if (!(noData && batch.rows().isEmpty())) {
        return of(batch);
      }
    }
    return of(batches.get(0));
  }

  SinkRows batch(long batchId) {
    List<Batch> batches = batchesOrThrow();
    for (int i = batches.size() - 1; i >= 0; i--) {
      if (batches.get(i).batchId() == batchId) {
        return of(batches.get(i));
      }
    }
    throw new IllegalStateException(
        "The sink of query '"
            + query
            + "' has received no batch "
            + batchId
            + ", but batches "
            + batches.stream().map(Batch::batchId).distinct().toList()
            + ". See docs/errors/no-batch.md");
  }

  SinkRows newRows() {
    List<Batch> batches = batchesOrThrow();
    List<Batch> fresh = batches.subList(Math.min(seen, batches.size()), batches.size());
    seen = batches.size();
    if (isComplete()) {
      return fresh.isEmpty()
          ? rows("new rows", List.of(), RowOrder.NONE, notes(Optional.empty()))
          : of(fresh.get(fresh.size() - 1));
    }
    return across("new rows", fresh);
  }

  SinkRows changeLog() {
    List<Batch> batches = batchesOrThrow();
    return across("change log", batches);
  }

  SinkRows table(List<String> keys) {
    List<Batch> batches = batchesOrThrow();
    List<Row> rows = TableView.of(batches, request.outputMode().toString(), request.schema(), keys);
    String title = keys.isEmpty() ? "table" : "table by " + String.join(", ", keys);
    SinkRows table = rows(title, rows, withinBatch(), notes(log.last()));
    return keys.isEmpty() ? table : table.withKeys(keys);
  }

  private List<Batch> batchesOrThrow() {
    List<Batch> batches = recorder.batches();
    if (batches.isEmpty()) {
      throw new IllegalStateException(
          "Query '"
              + query
              + "' has run no batch yet, so there is nothing to look at. Add rows to its input and"
              + " call processAllAvailable() first. See docs/errors/never-ran.md");
    }
    return batches;
  }

  private SinkRows of(Batch batch) {
    return rows(
        "batch " + batch.batchId() + (batch.replay() ? " (replayed)" : ""),
        batch.rows(),
        withinBatch(),
        notes(log.of(batch.batchId())));
  }

  private SinkRows rows(String what, List<Row> rows, RowOrder order, List<String> notes) {
    return SinkRows.ofOneBatch(title(what), request.schema(), rows, order, notes)
        .withKeys(request.keys());
  }

  private SinkRows across(String what, List<Batch> batches) {
    return new SinkRows(
        title(what),
        request.schema(),
        ChangeLog.of(batches),
        batches.size() == 1 ? withinBatch() : RowOrder.ACROSS_BATCHES,
        batches.stream().map(b -> b.rows().size()).toList(),
        notes(log.last()),
        request.keys());
  }

  private String title(String what) {
    return title(query, request, what);
  }

  /** Where rows were seen, for the head of a failure text. */
  static String title(String query, QueryRequest request, String what) {
    return "Query '" + query + "', " + OutputModes.name(request.outputMode()) + " mode, " + what;
  }

  private RowOrder withinBatch() {
    return isComplete() && request.sortedResult() ? RowOrder.SORTED : RowOrder.NONE;
  }

  private boolean isComplete() {
    return request.outputMode().toString().equals("Complete");
  }

  /** What the engine knew, for the head of a failure text. */
  static List<String> notes(Optional<BatchFacts> facts) {
    if (facts.isEmpty()) {
      return List.of();
    }
    BatchFacts batch = facts.get();
    List<String> notes = new ArrayList<>();
    notes.add(
        "watermark "
            + (batch.watermarkMs() == 0 ? "none" : Instant.ofEpochMilli(batch.watermarkMs())));
    notes.add(count(batch.rowsIn(), "row") + " in");
    long late = BatchLog.lateRows(batch);
    if (late > 0) {
      notes.add(count(late, "late row") + " dropped");
    }
    if (batch.stateOperators().length > 0) {
      notes.add("state " + count(BatchLog.stateRows(batch), "row"));
    }
    if (!batch.hasNewData()) {
      notes.add("no new data");
    }
    return notes;
  }

  static String count(long n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }
}
