package dev.weir.property;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.internal.spark.OutputModes;
import dev.weir.internal.spark.PlanFacts;
import dev.weir.query.TestQuery;
import dev.weir.sink.RowOrder;
import dev.weir.sink.SinkRows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.OutputMode;

/**
 * Runs a job over rows, each time with a harness of its own in a copy of the session. What has been
 * run once is not run again.
 */
final class JobRuns<T> {
  private final StreamHarness outer;
  private final Source<T> source;
  private final Function<Dataset<Row>, ? extends Dataset<?>> job;
  private final SlicingOptions options;
  private final Map<List<Object>, Answer> known = new HashMap<>();

  JobRuns(
      StreamHarness outer,
      Source<T> source,
      Function<Dataset<Row>, ? extends Dataset<?>> job,
      SlicingOptions options) {
    this.outer = outer;
    this.source = source;
    this.job = job;
    this.options = options;
  }

  /** What is known of the job's plan without running it. */
  PlanFacts plan() {
    return inAHarness(own -> PlanFacts.of(job.apply(source.input(own).toDF())));
  }

  /** What the job gives of some micro-batches. */
  Answer of(OutputMode mode, List<List<T>> batches) {
    return known.computeIfAbsent(List.of(OutputModes.name(mode), batches), k -> run(mode, batches));
  }

  private Answer run(OutputMode mode, List<List<T>> batches) {
    try {
      return Answer.of(
          inAHarness(
              own -> {
                MemoryInput<T> input = source.input(own);
                Dataset<?> result = job.apply(input.toDF());
                TestQuery query = own.start(Slicing.of(batches).toString(), result, mode);
                for (List<T> batch : batches) {
                  input.addAll(batch);
                  query.processAllAvailable();
                }
                return table(query, mode, PlanFacts.of(result));
              }));
    } catch (RuntimeException e) {
      return Answer.failed(e);
    }
  }

  private SinkRows table(TestQuery query, OutputMode mode, PlanFacts plan) {
    if (!OutputMode.Update().equals(mode)) {
      return query.table();
    }
    if (!plan.replacesRows()) {
      return query.changeLog();
    }
    return query.table(keys(plan).toArray(new String[0]));
  }

  /** The key columns in update mode; none if nobody knows. */
  List<String> keys(PlanFacts plan) {
    return options.keys().isEmpty() ? plan.keys() : options.keys();
  }

  /** What the job gives of a batch of the rows, without streaming. */
  Answer ofBatch(List<T> rows) {
    return known.computeIfAbsent(List.of("batch", rows), k -> runBatch(rows));
  }

  private Answer runBatch(List<T> rows) {
    try {
      return Answer.of(
          inAHarness(own -> seen("The batch", job.apply(source.batch(own.spark(), rows)))));
    } catch (RuntimeException e) {
      return Answer.failed(e);
    }
  }

  /** The rows themselves, as the job reads them. */
  SinkRows read(List<T> rows) {
    return inAHarness(own -> seen("The rows", source.batch(own.spark(), rows)));
  }

  private static SinkRows seen(String title, Dataset<?> rows) {
    return SinkRows.ofOneBatch(
        title, rows.schema(), rows.toDF().collectAsList(), RowOrder.NONE, List.of());
  }

  private <R> R inAHarness(Function<StreamHarness, R> action) {
    SparkSession session = outer.spark();
    try (StreamHarness own = StreamHarness.over(session.cloneSession(), outer.options())) {
      return action.apply(own);
    } finally {
      SparkSession.setActiveSession(session);
    }
  }
}
