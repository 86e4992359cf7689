package dev.weir.internal.spark;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.execution.streaming.MicroBatchExecution;
import org.jspecify.annotations.Nullable;

/**
 * The way of one run of a query through the protocol of its micro-batches: which places it has
 * passed, and where it is to be crashed.
 *
 * <p>A crash is two things. First the query's disk is frozen, so that from this moment on nothing
 * reaches it, whatever Spark and the job do to clean up. Then the thread that has come to the place
 * ends with an error, and so does each other that passes any place later. What is on the disk then
 * is what a killed process leaves.
 */
public final class BatchProtocol implements AutoCloseable {
  private static final Map<String, BatchProtocol> OPEN = new ConcurrentHashMap<>();
  private static final Map<String, BatchProtocol> BY_RUN = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();
  private final SparkContext context;
  private final Disk disk;
  private final CheckpointWatch watch;
  private @Nullable String runId;

  /** So many are enough for a test that looks, and bounded for a query that runs on and on. */
  private static final int KEPT = 1000;

  private final Deque<CrashSite> passed = new ArrayDeque<>();

  private final Map<Long, PhaseTimes> times = new HashMap<>();

  private final Map<CrashPlace, Integer> timesInBatch = new HashMap<>();
  private final SinkActions actions;
  private volatile long batchInWork = -1;
  private long committed = -1;

  private volatile @Nullable CrashSite armed;
  private volatile @Nullable CrashSite crashedAt;
  private volatile @Nullable Consumer<CrashSite> halt;

  BatchProtocol(SparkContext context, Disk disk, Path checkpoint) {
    this.context = context;
    this.disk = disk;
    this.actions = new SinkActions(context);
    this.watch = new CheckpointWatch(this, checkpoint);
    disk.watch(watch);
    OPEN.put(id, this);
  }

  /** By what a task says of its query; null in another JVM than the query's. */
  static @Nullable BatchProtocol of(String id) {
    return OPEN.get(id);
  }

  /** By the id of the run, which is all that a planner's thread says of its query. */
  static @Nullable BatchProtocol ofRun(@Nullable String runId) {
    return runId == null ? null : BY_RUN.get(runId);
  }

  /** The query has got its id. */
  void runsAs(UUID run) {
    runId = run.toString();
    BY_RUN.put(runId, this);
  }

  String id() {
    return id;
  }

  /** The query is to be crashed when it comes to a place. */
  public void arm(CrashSite site) {
    CrashLog.quieten();
    armed = site;
  }

  /**
   * The process is to be killed for good when the query comes to a place: nothing is frozen and
   * nothing thrown.
   *
   * @param whenThere is called by the thread that comes there, and does not return
   */
  public void arm(CrashSite site, Consumer<CrashSite> whenThere) {
    halt = whenThere;
    armed = site;
  }

  /** The query is to be crashed nowhere. */
  public void disarm() {
    armed = null;
  }

  /** Where it was crashed, if it was. */
  public Optional<CrashSite> crashedAt() {
    return Optional.ofNullable(crashedAt);
  }

  /**
   * The places that were passed, in that order, each with its batch; of tasks how many rows they
   * had. The last thousand.
   */
  public synchronized List<CrashSite> passed() {
    return List.copyOf(passed);
  }

  /** When each batch came to the places of its protocol, by its id. */
  public synchronized Map<Long, PhaseTimes> times() {
    return Map.copyOf(times);
  }

  /**
   * A thread of the query has come to a place that a batch passes several times.
   *
   * @throws SimulatedCrash if it ends here
   */
  void passesNext(CrashPlace place, long batch) {
    int n;
    synchronized (this) {
      n = timesInBatch.merge(place, 1, Integer::sum) - 1;
    }
    passes(place, batch, n);
  }

  /** A thread of the query has come to a place. */
  void passes(CrashPlace place, long batch, int n) {
    checkAlive();
    CrashSite target = armed;
    if (target != null && target.means(place, batch, n)) {
      crash(new CrashSite(place, batch, n, 0));
    }
    synchronized (this) {
      note(new CrashSite(place, batch, n, 0));
    }
  }

  private void note(CrashSite site) {
    if (site.place() == CrashPlace.AFTER_COMMIT_LOG) {
      committed = site.batchId();
    }
    if (site.place() != CrashPlace.IN_TASK) {
      times.computeIfAbsent(site.batchId(), id -> new PhaseTimes()).passes(site.place());
    }
    if (passed.size() == KEPT) {
      passed.removeFirst();
    }
    passed.addLast(site);
  }

  /** The process is killed here. */
  void crash(CrashSite site) {
    Consumer<CrashSite> whenThere = halt;
    if (whenThere != null) {
      whenThere.accept(site);
    }
    synchronized (this) {
      if (crashedAt == null) {
        disk.freeze();
        crashedAt = site;
      }
    }
    checkAlive();
  }

  /** Ends the query without a place of its own, which is what a kill between two batches does. */
  public void die(CrashSite site) {
    synchronized (this) {
      disk.freeze();
      crashedAt = site;
    }
  }

  /** When nothing of the query runs any more, its disk may be written again. */
  public void bury() {
    disk.thaw();
  }

  /** Whether some query of this JVM has been crashed and still has threads. */
  static boolean isOneCrashing() {
    return OPEN.values().stream().anyMatch(p -> p.disk.isFrozen());
  }

  boolean hasCrashed() {
    return crashedAt != null;
  }

  private void checkAlive() {
    CrashSite site = crashedAt;
    if (site != null) {
      throw new SimulatedCrash(site.place() + " of batch " + site.batchId());
    }
  }

  /** A batch begins, or begins again. */
  synchronized void batch(long batch) {
    if (batch != batchInWork) {
      batchInWork = batch;
      timesInBatch.clear();
      actions.reset();
    }
  }

  /** A V2 sink is about to be written, on the stream thread. */
  void sinkBegins() {
    String batch = context.getLocalProperty(MicroBatchExecution.BATCH_ID_KEY());
    sinkBegins(batch == null ? batchInWork : Long.parseLong(batch));
  }

  /** The sink is given a batch, on this thread. */
  void sinkBegins(long batch) {
    batch(batch);
    passes(CrashPlace.BEFORE_SINK_WRITE, batch, 0);
  }

  /** The plan of the batch is made; what is planned from now on is of the sink's own doing. */
  void sinkActs() {
    actions.begin();
  }

  /** The sink has returned. */
  void sinkEnds(long batch) {
    actions.end();
    passes(CrashPlace.AFTER_SINK_WRITE, batch, 0);
  }

  /** On the stream thread, a plan is made: of an action within {@code foreachBatch}, if in one. */
  void plans() {
    if (actions.isBegunByPlan()) {
      action();
    }
  }

  /** A task begins to read the batch that a V1 sink was given. */
  synchronized void reads(int stage) {
    if (actions.isBegunByStage(stage)) {
      action();
    }
  }

  /** Before the first action nothing differs from before the sink's write. */
  private void action() {
    int n;
    synchronized (this) {
      n = timesInBatch.merge(CrashPlace.BETWEEN_ACTIONS, 1, Integer::sum) - 1;
    }
    if (n > 0) {
      passes(CrashPlace.BETWEEN_ACTIONS, batchInWork, n - 1);
    }
  }

  /** A task that writes rows to the sink, or reads them for it. */
  TaskProbe task(long batch, int partition) {
    return new TaskProbe(this, batch, partition);
  }

  /** Before which of its rows a task is to crash; -1 for none. */
  long rowToCrashAt(long batch, int partition) {
    CrashSite target = armed;
    return target != null && target.means(CrashPlace.IN_TASK, batch, partition) ? target.row() : -1;
  }

  synchronized void taskHad(long batch, int partition, long rows) {
    note(new CrashSite(CrashPlace.IN_TASK, batch, partition, rows));
  }

  /** The batch that was committed last; -1 if none was. */
  public synchronized long lastBatch() {
    return committed;
  }

  boolean isInSink() {
    return actions.isInSink();
  }

  long batchInWork() {
    return batchInWork;
  }

  @Override
  public void close() {
    disk.unwatch(watch);
    OPEN.remove(id);
    if (runId != null) {
      BY_RUN.remove(runId);
    }
  }
}
