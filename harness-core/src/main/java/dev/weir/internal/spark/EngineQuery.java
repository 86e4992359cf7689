package dev.weir.internal.spark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.JobExecutionStatus;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.JavaSparkStatusTracker;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReportsSourceMetrics;
import org.apache.spark.sql.connector.read.streaming.SparkDataStream;
import org.apache.spark.sql.execution.streaming.CommitMetadata;
import org.apache.spark.sql.execution.streaming.IncrementalExecution;
import org.apache.spark.sql.execution.streaming.MicroBatchExecution;
import org.apache.spark.sql.execution.streaming.OffsetSeq;
import org.apache.spark.sql.execution.streaming.StreamExecution;
import org.apache.spark.sql.execution.streaming.continuous.ContinuousExecution;
import org.apache.spark.sql.execution.streaming.sources.RateStreamMicroBatchStream;
import org.apache.spark.sql.execution.streaming.sources.TextSocketMicroBatchStream;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.util.ManualClock;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;
import scala.collection.JavaConverters;

/** What the harness asks of Spark about one running query. */
public final class EngineQuery {
  /** Set in sessions whose steps spare triggers that would find nothing. */
  public static final String NO_IDLE_TRIGGERS = "weir.fast.withoutIdleTriggers";

  private static final Duration LAST_TASKS = Duration.ofSeconds(10);
  private static final String STOP_TIMEOUT = "spark.sql.streaming.stopTimeout";

  private final StreamExecution execution;
  private final TriggerGate gate;
  private final LateRowLog lateRows;
  private final ForeachCalls foreachCalls;
  private final ConsoleCapture console;
  private final BatchProtocol protocol;
  private @Nullable Boolean restsWithoutRows;

  EngineQuery(
      StreamExecution execution,
      TriggerGate gate,
      LateRowLog lateRows,
      ForeachCalls foreachCalls,
      ConsoleCapture console,
      BatchProtocol protocol) {
    this.protocol = protocol;
    this.execution = execution;
    this.gate = gate;
    this.lateRows = lateRows;
    this.foreachCalls = foreachCalls;
    this.console = console;
  }

  /** Spark's own handle, which knows no gate. */
  public StreamingQuery handle() {
    return execution;
  }

  public TriggerGate gate() {
    return gate;
  }

  /** Its way through the protocol of the micro-batches. */
  public BatchProtocol protocol() {
    return protocol;
  }

  /** Whether its checkpoint has a committed batch. */
  public boolean goesOn() {
    try {
      return execution.commitLog().getLatest().isDefined();
    } catch (Exception e) {
      // A log that cannot be read: the query fails of it by itself, which is where it is reported.
      return false;
    }
  }

  public boolean isActive() {
    return execution.isActive();
  }

  /** Whether a query of the context, this one or another, runs on this one's checkpoint. */
  public boolean isCheckpointInUse() {
    return execution.sparkSession().sharedState().activeStreamingQueries().values().stream()
        .anyMatch(
            other -> other.resolvedCheckpointRoot().equals(execution.resolvedCheckpointRoot()));
  }

  /** Why the query died; empty if it has not. */
  public Optional<QueryFailure> failure() {
    Option<StreamingQueryException> exception = execution.exception();
    if (exception.isEmpty()) {
      return Optional.empty();
    }
    long batch = execution.currentBatchId();
    return Optional.of(QueryFailure.of(exception.get(), batch, isPlanned(batch)));
  }

  /** By the name of the last file: a damaged one, which may be why it died, cannot be read. */
  private boolean isPlanned(long batchId) {
    try {
      Option<Object> planned = execution.offsetLog().getLatestBatchId();
      return batchId >= 0 && planned.isDefined() && (Long) planned.get() >= batchId;
    } catch (Exception e) {
      // The query has failed of a log that cannot be listed.
      return false;
    }
  }

  /** Whether it has epochs instead of micro-batches. */
  public boolean isContinuous() {
    return execution instanceof ContinuousExecution;
  }

  /**
   * Whether a trigger has nothing to do unless a source has rows, and the session wants such
   * triggers spared. To be asked when a batch has run.
   */
  public boolean restsWithoutRows() {
    Boolean known = restsWithoutRows;
    if (known == null) {
      known =
          execution.getClass() == MicroBatchExecution.class
              && Boolean.parseBoolean(
                  execution.sparkSession().conf().get(NO_IDLE_TRIGGERS, "false"))
              && !StreamingPlans.mayWorkWithoutData(execution.logicalPlan());
      restsWithoutRows = known;
    }
    return known;
  }

  /** The batch that ran last, or the epoch that was committed last; empty if none has. */
  public Optional<BatchFacts> lastBatch() {
    if (isContinuous()) {
      return lastEpoch();
    }
    IncrementalExecution last = execution.lastExecution();
    if (last == null) {
      return Optional.empty();
    }
    return Optional.of(
        BatchFacts.of(
            last.currentBatchId(),
            last.offsetSeqMetadata().batchWatermarkMs(),
            last.offsetSeqMetadata().batchTimestampMs(),
            progressOf(last.currentBatchId())));
  }

  /** Spark reports no progress of epochs (ContinuousExecution.commit), so the offsets tell it. */
  private Optional<BatchFacts> lastEpoch() {
    // The lock under which Spark writes the log and then moves the committed offsets.
    synchronized (execution) {
      return committedEpoch();
    }
  }

  private Optional<BatchFacts> committedEpoch() {
    Option<Tuple2<Object, CommitMetadata>> committed = execution.commitLog().getLatest();
    if (committed.isEmpty()) {
      return Optional.empty();
    }
    long epoch = (Long) committed.get()._1();
    long rows = rowsUpTo(epoch) - rowsUpTo(epoch - 1);
    return Optional.of(
        new BatchFacts(epoch, 0, execution.triggerClock().getTimeMillis(), rows, rows > 0, null));
  }

  /** How many rows of memory inputs lie before the end of an epoch. */
  private long rowsUpTo(long epoch) {
    Option<OffsetSeq> offsets = execution.offsetLog().get(epoch);
    long rows = 0;
    if (offsets.isDefined()) {
      for (Option<Offset> offset : JavaConverters.seqAsJavaList(offsets.get().offsets())) {
        if (offset.isDefined() && RowOffset.isOne(offset.get().json())) {
          rows += RowOffset.of(offset.get().json()).rows();
        }
      }
    }
    return rows;
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

  /**
   * The stateful operators, in the order in which Spark's progress reports of them; none before the
   * first batch.
   */
  public List<StateOperatorInfo> stateOperators() {
    return StateReader.operators(execution.lastExecution());
  }

  /** What is in one state store after the last batch that was committed. */
  public StateContents state(long operatorId, String store) {
    Option<Tuple2<Object, CommitMetadata>> committed = execution.commitLog().getLatest();
    long version = committed.isEmpty() ? 0 : (Long) committed.get()._1() + 1;
    return StateReader.read(execution.lastExecution(), operatorId, store, version);
  }

  /** What Spark says of its plan. */
  public PlanFacts planFacts() {
    return PlanFacts.of(execution.analyzedPlan(), execution.sparkSession());
  }

  /** The rows that stateful operators dropped as late, by operator and input. */
  public List<LateRows> lateRows() {
    return lateRows.rows();
  }

  /** The same by the id of the batch that dropped them. */
  public Map<Long, List<LateRows>> lateRowsByBatch() {
    return lateRows.byBatch();
  }

  /** What the job's {@code ForeachWriter} was called with, task by task as they ended. */
  public List<ForeachCallFacts> foreachCalls() {
    return foreachCalls.soFar();
  }

  /** What Spark's console sink has printed for this query. */
  public String consoleOutput() {
    return console.text();
  }

  /**
   * What the query gave to the system that it failed at: to its sink, if a batch was planned, since
   * the sources have answered by then; to each of its sources otherwise.
   */
  public List<Map<String, String>> optionsBehind(QueryFailure failure) {
    // Without a batch's number there is no plan yet either, and only the stream thread may make it.
    return failure.planned() && failure.batchId() >= 0
        ? ConnectorOptions.ofSink(execution)
        : ConnectorOptions.ofSources(execution);
  }

  /** The sources, in the order of the plan; none before the query has made its plan. */
  public List<SourceStatus> sources() {
    List<SourceStatus> sources = new ArrayList<>();
    List<SparkDataStream> distinct = streams().stream().distinct().toList();
    for (SparkDataStream source : streams()) {
      sources.add(
          new SourceStatus(
              source.toString(),
              json(execution.committedOffsets().get(source)),
              json(execution.availableOffsets().get(source)),
              latest(source),
              FirstOffset.read(execution.resolvedCheckpointRoot(), distinct.indexOf(source))));
    }
    return sources;
  }

  private List<SparkDataStream> streams() {
    if (execution instanceof MicroBatchExecution micro) {
      return JavaConverters.seqAsJavaList(micro.sources());
    }
    return execution instanceof ContinuousExecution continuous
        ? List.copyOf(JavaConverters.seqAsJavaList(continuous.sources()))
        : List.of();
  }

  /**
   * Sets the clock of each {@code rate} source that has a manual one (option {@code
   * useManualClock}): it begins at 0 and is moved by nobody else (RateStreamMicroBatchStream). A
   * Kafka source gets the query's own clock.
   */
  public void moveSourcesTo(long millis) {
    for (SparkDataStream source : streams()) {
      KafkaSourceClock.set(source, execution.triggerClock());
      if (source instanceof RateStreamMicroBatchStream rate
          && rate.clock() instanceof ManualClock manual) {
        manual.setTime(millis);
      }
    }
  }

  private static @Nullable String json(Option<Offset> offset) {
    return offset.isEmpty() ? null : offset.get().json();
  }

  private @Nullable String latest(SparkDataStream source) {
    if (source instanceof TextSocketMicroBatchStream socket) {
      return socket.getCurrentOffset().json();
    }
    if (source instanceof MemoryContinuousStream memory) {
      return memory.read().json();
    }
    // Of other sources it is what a limit on a trigger left for the next: Kafka's.
    return source instanceof ReportsSourceMetrics
        ? json(execution.latestOffsets().get(source))
        : null;
  }

  /** What the stream thread is doing. */
  public EngineThread streamThread() {
    return EngineThread.of(execution.queryExecutionThread(), false);
  }

  /**
   * What the query's tasks, as far as they run in this JVM, and its stream thread are doing. A
   * thread that runs a task has the task's stage in its name.
   */
  public List<EngineThread> threads() {
    List<EngineThread> threads = new ArrayList<>();
    Set<String> stages = runningStages();
    tasks(stages).forEach(thread -> threads.add(EngineThread.of(thread, true)));
    threads.add(streamThread());
    return threads;
  }

  private static List<Thread> tasks(Set<String> stages) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("Executor task launch worker for task"))
        .filter(t -> stages.stream().anyMatch(stage -> t.getName().contains(stage)))
        .toList();
  }

  /** Waits for the tasks of jobs that are cancelled; says whether they have ended. */
  private boolean awaitTasks() {
    long deadline = System.nanoTime() + LAST_TASKS.toNanos();
    while (hasTasks()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      LockSupport.parkNanos(1_000_000);
    }
    return true;
  }

  /** Whether tasks of the query still run in this JVM, be it that their job has long failed. */
  public boolean hasTasks() {
    return tasks(stages(false)).stream().anyMatch(EngineQuery::runsATask);
  }

  /** A thread that waits for its next task still has the name of its last one. */
  private static boolean runsATask(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().endsWith("Executor$TaskRunner"));
  }

  private Set<String> runningStages() {
    return stages(true);
  }

  /** The stages of the query's jobs as they stand in the names of threads. */
  private Set<String> stages(boolean running) {
    JavaSparkStatusTracker tracker =
        JavaSparkContext.fromSparkContext(execution.sparkSession().sparkContext()).statusTracker();
    Set<String> stages = new HashSet<>();
    for (int job : tracker.getJobIdsForGroup(execution.runId().toString())) {
      SparkJobInfo info = tracker.getJobInfo(job);
      if (info != null && (!running || info.status() == JobExecutionStatus.RUNNING)) {
        for (int stage : info.stageIds()) {
          stages.add(" in stage " + stage + ".");
        }
      }
    }
    return stages;
  }

  /** Whether the stream thread is still there. */
  public boolean hasThread() {
    return execution.queryExecutionThread().isAlive();
  }

  /**
   * Stops the query and lets go of its state stores, which Spark would keep, and go on maintaining,
   * when their folder has long been deleted (SPARK-48889).
   *
   * @param atMost how long the stream thread may take to end, where the job has not set {@code
   *     spark.sql.streaming.stopTimeout}; Spark itself would wait for ever
   * @throws TimeoutException if the stream thread does not end in that time
   */
  public void stop(Duration atMost) throws TimeoutException {
    RuntimeConfig conf = execution.sparkSession().conf();
    String before = conf.get(STOP_TIMEOUT);
    boolean unlimited = Set.of("0", "0ms").contains(before);
    boolean atRest = gate.isParked();
    if (unlimited) {
      conf.set(STOP_TIMEOUT, atMost.toMillis());
    }
    try {
      execution.stop();
    } finally {
      if (unlimited) {
        conf.set(STOP_TIMEOUT, before);
      }
    }
    // A task may outlive its job for a moment. One that finds RocksDB closed brings the JVM down.
    if (atRest || awaitTasks()) {
      StateStores.unload(execution.lastExecution(), execution.runId());
    }
    // The next query on this checkpoint has a protocol of its own.
    protocol.close();
  }
}
