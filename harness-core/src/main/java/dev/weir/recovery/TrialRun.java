package dev.weir.recovery;

import dev.weir.HarnessOptions;
import dev.weir.StreamHarness;
import dev.weir.query.TestQuery;
import dev.weir.sink.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.types.StructType;

/**
 * Runs a job once, batch by batch, over inputs of its own, in a session of its own over the same
 * context. Closing it puts the session back that was active before.
 */
final class TrialRun implements AutoCloseable {
  private final SparkSession outer;
  private final StreamHarness harness;
  private final Trial trial;

  /** All runs of the query, the one that is running last. */
  private final List<TestQuery> queries = new ArrayList<>();

  private TrialRun(SparkSession outer, StreamHarness harness) {
    this.outer = outer;
    this.harness = harness;
    this.trial = new Trial(harness);
  }

  /** Sets a job up, and does not start it. */
  static TrialRun of(StreamHarness outer, JobUnderTest job) {
    return of(outer.spark(), outer.options(), job);
  }

  static TrialRun of(SparkSession outer, HarnessOptions options, JobUnderTest job) {
    TrialRun run = new TrialRun(outer, StreamHarness.over(outer.cloneSession(), options));
    try {
      job.setUp(run.trial);
      run.trial.writer();
      return run;
    } catch (Exception e) {
      run.close(e);
      throw e instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException("The trial could not be set up: " + e, e);
    }
  }

  /** Starts the query, on a new checkpoint. */
  TestQuery start() {
    return startedBy(harness::start);
  }

  /** Starts the query in another way than on a new checkpoint. */
  TestQuery startedBy(Function<DataStreamWriter<?>, TestQuery> start) {
    return next(start.apply(trial.writer()));
  }

  /** Starts the query again on its checkpoint. */
  TestQuery restart() {
    return next(query().restart());
  }

  private TestQuery next(TestQuery query) {
    queries.add(query);
    return query;
  }

  /** How many batches the job is given. */
  int batches() {
    return trial.batches().size();
  }

  /** Adds the rows of a batch, and lets nothing run. */
  void add(int batch) {
    trial.batches().get(batch).run();
  }

  /** The query that was started last. */
  TestQuery query() {
    return queries.get(queries.size() - 1);
  }

  StreamHarness harness() {
    return harness;
  }

  /** Whether the job has said how its sinks are read. */
  boolean hasSinks() {
    return !trial.sinks().isEmpty();
  }

  /** What is in each sink now. */
  List<SinkContents> contents() {
    List<SinkContents> contents = new ArrayList<>();
    trial
        .sinks()
        .forEach(
            (name, reader) -> {
              Dataset<Row> rows = reader.get();
              contents.add(new SinkContents(name, rows.schema(), rows.collectAsList()));
            });
    return contents.isEmpty() ? List.of(received()) : contents;
  }

  /** What the writer was given, a replayed batch in the place of its first run. */
  private SinkContents received() {
    Map<Long, Batch> byId = new TreeMap<>();
    queries.forEach(query -> query.batches().forEach(batch -> byId.put(batch.batchId(), batch)));
    List<Batch> batches = List.copyOf(byId.values());
    boolean complete = query().outputMode().equals("complete");
    List<Row> rows = new ArrayList<>();
    for (Batch batch :
        complete && !batches.isEmpty()
            ? batches.subList(batches.size() - 1, batches.size())
            : batches) {
      rows.addAll(batch.rows());
    }
    StructType schema = batches.isEmpty() ? new StructType() : batches.get(0).schema();
    return new SinkContents("what was written", schema, rows);
  }

  @Override
  public void close() {
    RuntimeException failure = new IllegalStateException("The trial could not be closed");
    close(failure);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  /** Closes everything; what goes wrong then is suppressed by what went wrong first. */
  private void close(Exception first) {
    List<AutoCloseable> all = new ArrayList<>(List.of(harness));
    all.addAll(trial.resources());
    for (AutoCloseable each : all) {
      try {
        each.close();
      } catch (Exception e) {
        first.addSuppressed(e);
      }
    }
    SparkSession.setActiveSession(outer);
  }
}
