package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.spark.SparkException;
import org.apache.spark.sql.connector.read.streaming.SparkDataStream;
import org.apache.spark.sql.execution.streaming.IncrementalExecution;
import org.apache.spark.sql.execution.streaming.MicroBatchExecution;
import org.apache.spark.sql.execution.streaming.StreamExecution;
import org.apache.spark.sql.execution.streaming.sources.TextSocketMicroBatchStream;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.JavaConverters;

/** What the harness asks of Spark about one running query. */
public final class EngineQuery {
  private final StreamExecution execution;
  private final TriggerGate gate;

  EngineQuery(StreamExecution execution, TriggerGate gate) {
    this.execution = execution;
    this.gate = gate;
  }

  /** Spark's own handle, which knows no gate. */
  public StreamingQuery handle() {
    return execution;
  }

  public TriggerGate gate() {
    return gate;
  }

  public boolean isActive() {
    return execution.isActive();
  }

  /**
   * Why the query died, down to the user's own exception: the chain is StreamingQueryException,
   * SparkException (one for each failed stage), the user's.
   */
  public Optional<Throwable> failure() {
    Option<StreamingQueryException> exception = execution.exception();
    return exception.isEmpty() ? Optional.empty() : Optional.of(root(exception.get()));
  }

  private static Throwable root(Throwable t) {
    Throwable root = t;
    while (root.getCause() != null
        && (root instanceof StreamingQueryException || root instanceof SparkException)) {
      root = root.getCause();
    }
    return root;
  }

  /** The batch that ran last; empty if none has. */
  public Optional<BatchFacts> lastBatch() {
    IncrementalExecution last = execution.lastExecution();
    if (last == null) {
      return Optional.empty();
    }
    return Optional.of(
        new BatchFacts(
            last.currentBatchId(),
            last.offsetSeqMetadata().batchWatermarkMs(),
            last.offsetSeqMetadata().batchTimestampMs(),
            progressOf(last.currentBatchId())));
  }

  /**
   * A trigger without a batch may report progress too, under the id of the next batch, so the last
   * progress is not always the last batch's (ProgressReporter.updateIdleness).
   */
  private @Nullable StreamingQueryProgress progressOf(long batchId) {
    StreamingQueryProgress[] recent = execution.recentProgress();
    for (int i = recent.length - 1; i >= 0; i--) {
      if (recent[i].batchId() == batchId) {
        return recent[i];
      }
    }
    return null;
  }

  /** The sources, in the order of the plan; none before the query has made its plan. */
  public List<SourceStatus> sources() {
    if (!(execution instanceof MicroBatchExecution micro)) {
      return List.of();
    }
    List<SourceStatus> sources = new ArrayList<>();
    for (SparkDataStream source : JavaConverters.seqAsJavaList(micro.sources())) {
      var committed = execution.committedOffsets().get(source);
      sources.add(
          new SourceStatus(
              source.toString(),
              committed.isEmpty() ? null : committed.get().json(),
              source instanceof TextSocketMicroBatchStream socket
                  ? socket.getCurrentOffset().json()
                  : null));
    }
    return sources;
  }

  /** What the stream thread is doing. */
  public String streamThread() {
    Thread thread = execution.queryExecutionThread();
    return "thread '"
        + thread.getName()
        + "' is "
        + thread.getState()
        + Arrays.stream(thread.getStackTrace())
            .limit(12)
            .map(frame -> "\n      at " + frame)
            .collect(Collectors.joining());
  }

  /** Whether the stream thread is still there. */
  public boolean hasThread() {
    return execution.queryExecutionThread().isAlive();
  }

  /**
   * Stops the query and lets go of its state stores, which Spark would keep, and go on maintaining,
   * when their folder has long been deleted (SPARK-48889).
   *
   * @throws TimeoutException if the stream thread does not end in {@code
   *     spark.sql.streaming.stopTimeout}
   */
  public void stop() throws TimeoutException {
    execution.stop();
    StateStores.unload(execution.lastExecution(), execution.runId());
  }
}
