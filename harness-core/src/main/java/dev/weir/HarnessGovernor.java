package dev.weir;

import dev.weir.input.StreamInput;
import dev.weir.internal.spark.Disk;
import dev.weir.internal.spark.EngineQuery;
import dev.weir.internal.spark.HarnessClock;
import dev.weir.internal.spark.PlanFacts;
import dev.weir.internal.spark.QueryGovernor;
import dev.weir.internal.spark.QueryRequest;
import dev.weir.internal.spark.QueryTerms;
import dev.weir.internal.spark.SessionConf;
import dev.weir.internal.spark.SourceStatus;
import dev.weir.internal.spark.TriggerGate;
import dev.weir.internal.spark.TriggerKind;
import dev.weir.query.FailedStart;
import dev.weir.query.QueryFailedException;
import dev.weir.query.QueryHost;
import dev.weir.query.QueryRun;
import dev.weir.query.Restart;
import dev.weir.query.TestQuery;
import dev.weir.recovery.CrashAt;
import dev.weir.report.Timeline;
import dev.weir.sink.SinkRecorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.jspecify.annotations.Nullable;

/** Takes every query that is started in the harness's session under the harness's control. */
final class HarnessGovernor implements QueryGovernor, QueryHost {
  private static final String OTHER_SESSION =
      "The query was started in another SparkSession than the harness's, which cannot govern it. "
          + "Make the Dataset with harness.spark(). See docs/errors/other-session.md";

  /**
   * A start that the harness was asked for.
   *
   * @param writer what is started
   * @param name what the query is called if the writer does not say
   * @param checkpoint an existing folder that it goes on from; null for one that the writer names,
   *     or a new one
   * @param trigger what it has instead of the writer's trigger, if anything
   */
  record Start(
      DataStreamWriter<?> writer,
      @Nullable String name,
      @Nullable Path checkpoint,
      @Nullable Trigger trigger) {}

  private final SparkSession session;
  private volatile Duration timeout;
  private final Optional<Path> timelineFile;
  private final HarnessClock clock;
  private final HarnessFolder folder;
  private final Disk disk;
  private final List<StreamInput> inputs;

  /** Guards the two lists and wakes those who wait for a query to be started. */
  private final Object lock = new Object();

  private final List<TestQuery> queries = new ArrayList<>();
  private final List<Object> starters = new ArrayList<>();
  private final List<TestQuery> adopted = new ArrayList<>();
  private final Map<EngineQuery, TestQuery> byEngine = new ConcurrentHashMap<>();

  /** The start that this thread is in the middle of, if the harness was asked for it. */
  private static final ThreadLocal<@Nullable Start> STARTING = new ThreadLocal<>();

  HarnessGovernor(
      SparkSession session,
      HarnessOptions options,
      HarnessClock clock,
      HarnessFolder folder,
      Disk disk,
      List<StreamInput> inputs) {
    this.disk = disk;
    this.session = session;
    this.timeout = options.timeout();
    this.timelineFile = options.timelineFile();
    this.clock = clock;
    this.folder = folder;
    this.inputs = inputs;
  }

  void waitAtMost(Duration newTimeout) {
    timeout = newTimeout;
  }

  @Override
  public QueryTerms terms(QueryRequest request) {
    return new QueryTerms(
        checkpoint(request.checkpointLocation()),
        clock,
        new TriggerGate(),
        new SinkRecorder(request.outputMode()),
        disk,
        starting() == null ? null : starting().trigger());
  }

  private static @Nullable Start starting() {
    return STARTING.get();
  }

  private Path checkpoint(@Nullable String location) {
    Start start = STARTING.get();
    if (start != null && start.checkpoint() != null) {
      return start.checkpoint();
    }
    return location == null ? folder.create("checkpoint") : folder.checkpoint(location);
  }

  /** A job that starts its own queries sees what Spark throws. */
  @Override
  public Exception refused(QueryRequest request, PlanFacts plan, Exception thrown) {
    return starting() == null ? thrown : FailedStart.inMode(request.outputMode(), plan, thrown);
  }

  @Override
  public void started(
      QueryRequest request, QueryTerms terms, EngineQuery engine, StreamingQuery handle) {
    TestQuery query;
    synchronized (lock) {
      query =
          new TestQuery(
              name(request),
              request,
              terms.checkpointLocation(),
              engine,
              handle,
              (SinkRecorder) terms.listener(),
              clock,
              () -> timeout,
              () -> List.copyOf(inputs),
              starting() == null ? null : starting().writer(),
              this);
      queries.add(query);
      Object starter = RunningJob.starter();
      if (starter instanceof RunningJob) {
        adopted.add(query);
      }
      starters.add(starter);
      byEngine.put(engine, query);
      lock.notifyAll();
    }
    if (request.trigger() == TriggerKind.AVAILABLE_NOW) {
      // What is available now is decided while the query starts, so that has to be over.
      query.awaitStart();
    }
  }

  @Override
  public void processAllAvailable(EngineQuery engine) {
    of(engine).processAllAvailable();
  }

  /**
   * A job's own thread may wait: the test takes the steps. Where the thread that started the query
   * waits itself, nobody would; so it takes them here, as far as the query ends by itself.
   */
  @Override
  public void beforeAwaitingTermination(EngineQuery engine) {
    TestQuery query = of(engine);
    boolean byTheTest;
    synchronized (lock) {
      byTheTest = starters.get(queries.indexOf(query)) == Thread.currentThread();
    }
    if (byTheTest) {
      query.runToItsEnd();
    }
  }

  private TestQuery of(EngineQuery engine) {
    TestQuery query = byEngine.get(engine);
    if (query == null) {
      throw new IllegalStateException("The query is not one of this harness");
    }
    return query;
  }

  private String name(QueryRequest request) {
    if (request.name() != null) {
      return request.name();
    }
    Start start = STARTING.get();
    return start == null || start.name() == null ? "query-" + (queries.size() + 1) : start.name();
  }

  /** Starts a query in the place of one that is stopped for it. */
  @Override
  public TestQuery restart(TestQuery query, Restart restart) {
    DataStreamWriter<?> writer =
        restart.writer().orElseGet(() -> query.writer().orElseThrow(() -> notOurs(query)));
    query.stop();
    Path checkpoint = query.checkpointLocation();
    if (restart.batchId().isPresent()) {
      checkpoint = folder.create("checkpoint");
      query.checkpoint().copyTo(checkpoint, restart.batchId().getAsLong());
    }
    SessionConf conf = SessionConf.apply(session, restart.conf());
    try {
      return start(new Start(writer, query.name(), checkpoint, restart.trigger().orElse(null)));
    } finally {
      conf.close();
    }
  }

  @Override
  public void killOthers(TestQuery crashed, CrashAt at) {
    for (TestQuery query : queries()) {
      if (query != crashed && query.isActive()) {
        query.die(at);
      }
    }
  }

  @Override
  public String runInText(TestQuery query) {
    List<QueryRun> runs =
        queries().stream()
            .filter(other -> other.name().equals(query.name()))
            .map(TestQuery::run)
            .toList();
    String run = Timeline.inShort(runs, List.copyOf(inputs));
    String page = timelineFile.map(file -> "Timeline: " + file + "\n").orElse("");
    return run.isEmpty() && page.isEmpty() ? "" : ("\n\n" + run + page).stripTrailing();
  }

  private static IllegalStateException notOurs(TestQuery query) {
    return new IllegalStateException(
        "Query '"
            + query.name()
            + "' was started by the job itself, so the harness cannot start it again. Run the job's"
            + " main again with harness.run(...): a location of a checkpoint that it names is the"
            + " same folder then. Or say what to start: query.restart(Restart.with(writer))."
            + " See docs/errors/restart.md");
  }

  /** Starts a query on this thread, and says which it was. */
  TestQuery start(Start start) {
    int before = queries().size();
    StreamingQuery started;
    STARTING.set(start);
    try {
      started = start.writer().start();
    } catch (Exception e) {
      throw notStarted(start, e);
    } finally {
      STARTING.remove();
    }
    TestQuery query = startedSince(before).orElseThrow(() -> notGoverned(started));
    synchronized (lock) {
      adopted.add(query);
    }
    return query;
  }

  /** With the explanation, if somebody has one; Spark throws checked exceptions undeclared. */
  private static RuntimeException notStarted(Start start, Exception thrown) {
    Optional<QueryFailedException> explained = FailedStart.explained(start.name(), thrown);
    if (explained.isPresent()) {
      return explained.get();
    }
    return thrown instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(
            "The query could not be started: "
                + thrown.getMessage()
                + "\nSee docs/errors/query-failed.md",
            thrown);
  }

  /** It runs where it is not wanted, so it is stopped before anybody hears of it. */
  private static IllegalArgumentException notGoverned(StreamingQuery query) {
    IllegalArgumentException refusal = new IllegalArgumentException(OTHER_SESSION);
    try {
      query.stop();
    } catch (TimeoutException e) {
      refusal.addSuppressed(e);
    }
    return refusal;
  }

  private Optional<TestQuery> startedSince(int from) {
    Object starter = RunningJob.starter();
    synchronized (lock) {
      for (int i = queries.size() - 1; i >= from; i--) {
        if (starters.get(i) == starter) {
          return Optional.of(queries.get(i));
        }
      }
      return Optional.empty();
    }
  }

  /** The query of a name, or the first one, that was started by a job. */
  Optional<TestQuery> startedBy(RunningJob job, @Nullable String name) {
    synchronized (lock) {
      for (int i = 0; i < queries.size(); i++) {
        if (starters.get(i) == job && (name == null || queries.get(i).name().equals(name))) {
          return Optional.of(queries.get(i));
        }
      }
      return Optional.empty();
    }
  }

  /** All queries that were started by a job. */
  List<TestQuery> startedBy(RunningJob job) {
    synchronized (lock) {
      List<TestQuery> started = new ArrayList<>();
      for (int i = 0; i < queries.size(); i++) {
        if (starters.get(i) == job) {
          started.add(queries.get(i));
        }
      }
      return started;
    }
  }

  /** What a thread that waits for a new query waits on. */
  Object lock() {
    return lock;
  }

  List<TestQuery> queries() {
    synchronized (lock) {
      return List.copyOf(queries);
    }
  }

  /** The queries that were started neither through the harness nor by a job that it runs. */
  List<TestQuery> strays() {
    synchronized (lock) {
      List<TestQuery> strays = new ArrayList<>(queries);
      strays.removeAll(adopted);
      return strays;
    }
  }

  /** The stream threads that are still alive, in words. */
  List<String> livingThreads() {
    List<String> living = new ArrayList<>();
    byEngine.forEach(
        (engine, query) -> {
          if (engine.hasThread()) {
            living.add("the thread of " + query + " is still alive: " + engine.streamThread());
          }
        });
    return living;
  }

  /** The sources that read an input, of all queries. */
  List<SourceStatus> sourcesFedBy(StreamInput input) {
    List<SourceStatus> fed = new ArrayList<>();
    for (EngineQuery engine : byEngine.keySet()) {
      engine.sources().stream().filter(input::feeds).forEach(fed::add);
    }
    return fed;
  }
}
