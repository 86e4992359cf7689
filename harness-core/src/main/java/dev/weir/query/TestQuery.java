package dev.weir.query;

import dev.weir.assertion.TestQueryAssert;
import dev.weir.input.StreamInput;
import dev.weir.internal.spark.BatchFacts;
import dev.weir.internal.spark.EngineQuery;
import dev.weir.internal.spark.HarnessClock;
import dev.weir.internal.spark.OutputModes;
import dev.weir.internal.spark.QueryFailure;
import dev.weir.internal.spark.QueryRequest;
import dev.weir.internal.spark.SourceStatus;
import dev.weir.internal.spark.StateOperatorInfo;
import dev.weir.recovery.CrashAt;
import dev.weir.recovery.CrashPoint;
import dev.weir.sink.Batch;
import dev.weir.sink.ForeachCall;
import dev.weir.sink.SinkRecorder;
import dev.weir.sink.SinkRows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

/**
 * One query under the harness's control. It runs only inside {@link #processAllAvailable} and
 * {@link #processNextBatch}; in between it waits, and everything about it can be looked at.
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class TestQuery implements AssertProvider<TestQueryAssert> {
  private final String name;
  private final QueryRequest request;
  private final Path checkpointLocation;
  private final EngineQuery engine;
  private final StreamingQuery handle;
  private final SinkRecorder recorder;
  private final Supplier<Duration> timeout;
  private final @Nullable DataStreamWriter<?> writer;
  private final QueryHost host;
  private final BatchLog log = new BatchLog();
  private final RunJournal journal = new RunJournal();
  private final Stepper stepper;
  private final QueryViews views;
  private final StateViews state;
  private final LateRowViews lateRows;
  private final ExpectedAssertions expected = new ExpectedAssertions();
  private boolean failureSeen;
  private volatile List<String> tableKeys = List.of();
  private Step lastStep = new Step(List.of(), List.of());

  /** Made by the harness. */
  public TestQuery(
      String name,
      QueryRequest request,
      Path checkpointLocation,
      EngineQuery engine,
      StreamingQuery handle,
      SinkRecorder recorder,
      HarnessClock clock,
      Supplier<Duration> timeout,
      Supplier<List<StreamInput>> inputs,
      @Nullable DataStreamWriter<?> writer,
      QueryHost host) {
    this.writer = writer;
    this.host = host;
    this.name = name;
    this.request = request;
    this.checkpointLocation = checkpointLocation;
    this.engine = engine;
    this.handle = handle;
    this.recorder = recorder;
    this.timeout = timeout;
    this.stepper =
        new Stepper(
            name, request.trigger(), request.triggerInWords(), engine, clock, inputs, log, journal);
    this.views = new QueryViews(name, request, recorder, log);
    this.state = new StateViews(name, engine, log);
    this.lateRows = new LateRowViews(name, request, engine, log);
  }

  /** The query's name; one of the harness's own where it was given none. */
  public String name() {
    return name;
  }

  /** The output mode in words: {@code append}, {@code update} or {@code complete}. */
  public String outputMode() {
    return OutputModes.name(request.outputMode());
  }

  /** What Spark calls the sink. */
  public String sink() {
    return request.sink();
  }

  /** The folder of its checkpoint. */
  public Path checkpointLocation() {
    return checkpointLocation;
  }

  /** Whether the query is running, which includes waiting for its next step. */
  public boolean isActive() {
    return engine.isActive();
  }

  /**
   * Lets the query run until all that was added to its inputs is processed, and whatever follows of
   * it: the batch without data that closes windows when the watermark has moved. What was added
   * before the call is one micro-batch, unless a source limits how much it takes.
   *
   * @return what ran
   * @throws QueryFailedException if the query fails, or had failed; the cause is the job's
   *     exception
   * @throws QueryTimeoutException if that takes longer than the harness's timeout; says why
   * @throws IllegalStateException if the query has ended before, or its source passes over what was
   *     added, or keeps it back
   */
  public Step processAllAvailable() {
    return processAllAvailable(timeout.get());
  }

  /**
   * {@link #processAllAvailable()} with another timeout for this call.
   *
   * @param atMost how long it may take; more than nothing
   * @return what ran
   */
  public Step processAllAvailable(Duration atMost) {
    return step("processAllAvailable", stepper::all, atMost);
  }

  /**
   * Lets one trigger through, which runs at most one micro-batch.
   *
   * @return what ran; an empty step if there was nothing to do
   * @throws QueryFailedException as {@link #processAllAvailable}
   * @throws QueryTimeoutException as {@link #processAllAvailable}
   * @throws IllegalStateException as {@link #processAllAvailable}
   */
  public Step processNextBatch() {
    return processNextBatch(timeout.get());
  }

  /**
   * {@link #processNextBatch()} with another timeout for this call.
   *
   * @param atMost how long it may take; more than nothing
   * @return what ran; an empty step if there was nothing to do
   */
  public Step processNextBatch(Duration atMost) {
    return step("processNextBatch", stepper::next, atMost);
  }

  /**
   * Moves the harness's processing time forward, and lets this query run what becomes due. A query
   * with an interval trigger fires at each multiple of its interval that is passed, one batch at
   * most each; a query without one runs until nothing is left to do at the new time. Timeouts of
   * state, which fire after their time and not at it, and {@code current_timestamp} follow.
   *
   * @param by how far; zero or more, in whole milliseconds
   * @return what ran
   * @throws IllegalArgumentException if time was to go backwards
   * @throws QueryFailedException as {@link #processAllAvailable}
   * @throws QueryTimeoutException as {@link #processAllAvailable}
   * @throws IllegalStateException as {@link #processAllAvailable}
   */
  public Step advanceTime(Duration by) {
    HarnessClock.checkForward(by);
    return step(
        "advanceTime",
        deadline -> stepper.advance(by, request.interval(), deadline),
        timeout.get());
  }

  private synchronized Step step(String call, Function<Deadline, Step> run, Duration atMost) {
    try {
      journal.begin(call);
      stepper.begin();
      lastStep = run.apply(Deadline.in(atMost));
      return lastStep;
    } catch (QueryFailedException e) {
      failureSeen = true;
      throw e;
    }
  }

  /**
   * Waits until the query has made its plan and stands before its first trigger. Where a source
   * begins to read it may decide in that trigger, as Kafka's does, and so after this wait.
   */
  public void awaitStart() {
    stepper.awaitQuiet(Deadline.in(timeout.get()), "come to its first trigger");
  }

  /**
   * Runs a query whose trigger ends by itself until it has ended. The thread that calls this is
   * about to wait for that, so that it could take no steps.
   *
   * @throws IllegalStateException if the query does not end by itself
   */
  public void runToItsEnd() {
    if (!engine.gate().hasEnded() && engine.failure().isEmpty()) {
      if (!request.trigger().endsByItself()) {
        throw new IllegalStateException(
            "Nobody would let query '"
                + name
                + "' run while this thread waits in awaitTermination(): the harness owns its"
                + " triggers, and they come with this thread's steps. Run a job that waits for its"
                + " query with harness.run(...), or call processAllAvailable() instead."
                + " See docs/errors/await-termination.md");
      }
      processAllAvailable();
    }
  }

  private QueryViews views() {
    failFirst();
    return views;
  }

  private LateRowViews lateRowViews() {
    failFirst();
    return lateRows;
  }

  private StateViews stateViews() {
    failFirst();
    return state;
  }

  /** A failure that nobody has seen comes first: what there is to look at is not what should be. */
  private void failFirst() {
    if (!failureSeen) {
      try {
        stepper.checkNotDead();
      } catch (QueryFailedException e) {
        failureSeen = true;
        throw e;
      }
    }
  }

  /** The last step. */
  public synchronized Step lastStep() {
    return lastStep;
  }

  /**
   * Stops the query. Rows that it has not processed stay in its inputs. Stopping again does
   * nothing.
   *
   * @throws IllegalStateException if its thread does not end in time; says what the thread does
   */
  public void stop() {
    try {
      engine.stop(timeout.get());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "Query '"
              + name
              + "' does not stop: "
              + engine.streamThread()
              + "\nSee docs/errors/query-timeout.md",
          e);
    }
  }

  /**
   * Stops the query, if it runs, and starts the same job again on its checkpoint and inputs.
   *
   * @return the new query, which has received nothing yet
   * @throws IllegalStateException if a job's {@code main} has started it: run that again
   */
  public TestQuery restart() {
    return restart(Restart.asItWas());
  }

  /**
   * Stops the query, if it runs, and starts one in its place, as a new release of a job is started:
   * another job, with another trigger, other configurations, or from an earlier batch.
   *
   * @param how what is different
   * @return the new query, which has received nothing yet
   * @throws IllegalArgumentException if the writer belongs to a Dataset of another session, or the
   *     checkpoint has not the batch to go on from
   * @throws IllegalStateException if there is no other job, and a job's {@code main} has started
   *     this one
   */
  public TestQuery restart(Restart how) {
    return host.restart(this, how);
  }

  /**
   * Lets the query run until it comes to a place, and there ends it as if its JVM were killed. What
   * is on the disk then stays, with half-written files and all: nothing is cleaned up, no commit is
   * taken back. All other queries of the harness end in the same moment, as they would in one JVM.
   *
   * <p>The disk is what Spark writes through Hadoop's local file system: checkpoint, state, the
   * files of the file sink. What the job's own code does on an exception (a {@code finally}, a
   * rollback) it does here too, unlike when its process is killed; a forked JVM shows that ({@code
   * Recovery}).
   *
   * @param place where; of the next batch or a certain one
   * @return where it was
   * @throws IllegalStateException if the query has done all that there is to do and has not come
   *     there: says where it came
   * @throws QueryFailedException if it fails by itself before
   */
  public synchronized CrashAt crash(CrashAt place) {
    Deadline deadline = Deadline.in(timeout.get());
    journal.begin("crash");
    CrashAt at = new Crash(name, engine, stepper).at(place, deadline);
    journal.add(new RunEvent.Crash(at));
    failureSeen = true;
    host.killOthers(this, at);
    Crash.awaitEnd(name, engine, deadline);
    engine.protocol().bury();
    return at;
  }

  /** {@link #crash(CrashAt)} the next time that the query comes to a point. */
  public CrashAt crash(CrashPoint point) {
    return crash(point.next());
  }

  /**
   * The places that it has come to so far, where it could have been crashed, in that order: one for
   * each task with the number of its rows, and one for each state store, action and commit. The
   * last thousand.
   */
  public List<CrashAt> crashPoints() {
    return engine.protocol().passed().stream().map(CrashAt::of).toList();
  }

  /**
   * {@link #processAllAvailable} in a JVM that somebody kills when the query comes to a place: the
   * thread that comes there says so and goes no further, and all others go on. {@link
   * CrashPoint#DURING_STOP} stops the query in the end.
   *
   * @param place where; of the next batch or a certain one
   * @param reached hears of it, on that thread; this method does not return then
   * @return the places that were passed, in words, if that was not one of them
   * @throws QueryFailedException as {@link #processAllAvailable}
   * @throws QueryTimeoutException as {@link #processAllAvailable}, also if nobody kills the JVM
   */
  public synchronized List<String> processAllAvailableUnlessAt(
      CrashAt place, Consumer<CrashAt> reached) {
    return new Crash(name, engine, stepper).orHalt(place, reached, Deadline.in(timeout.get()));
  }

  /**
   * Ends the query since another one of its process is crashed.
   *
   * @param at where that was
   */
  public void die(CrashAt at) {
    engine.protocol().die(at.site());
    journal.add(new RunEvent.Crash(at));
    failureSeen = true;
    Crash.awaitEnd(name, engine, Deadline.in(timeout.get()));
  }

  /** What the test had the harness start; empty if the job itself has started it. */
  public Optional<DataStreamWriter<?>> writer() {
    return Optional.ofNullable(writer);
  }

  /** Every batch that the sink received, in the order of arrival, replays included. */
  public List<Batch> batches() {
    return recorder.batches();
  }

  /**
   * The rows of the last batch. A batch without new data that emitted nothing is passed over: it
   * follows whenever the watermark moves, and nobody means it.
   *
   * @throws IllegalStateException if the sink has not received any batch
   */
  public SinkRows lastBatch() {
    return views().lastBatch();
  }

  /**
   * The rows of one batch; of its last replay, if there was one.
   *
   * @throws IllegalStateException if the sink has not received that batch; says which it has
   */
  public SinkRows batch(long batchId) {
    return views().batch(batchId);
  }

  /**
   * The rows that the sink received since this method was called last, or since the start; in
   * complete mode the newest snapshot, or none if there is no newer one.
   *
   * @throws IllegalStateException if the query has never been let run
   */
  public SinkRows newRows() {
    return views().newRows();
  }

  /**
   * Every row as often as it was emitted, batch after batch.
   *
   * @throws IllegalStateException if the query has never been let run
   */
  public SinkRows changeLog() {
    return views().changeLog();
  }

  /**
   * What a reader of the sink would see: in append mode all rows, in complete mode the last
   * snapshot, in update mode the latest row of each key.
   *
   * @param keys the key columns, for update mode; none for the other modes
   * @throws IllegalArgumentException if the keys do not fit the mode or the columns
   * @throws IllegalStateException if the query has never been let run
   */
  public SinkRows table(String... keys) {
    SinkRows table = views().table(List.of(keys));
    tableKeys = List.of(keys);
    return table;
  }

  /**
   * What is in the state of the query's only stateful operator: a row for each key, the columns of
   * the key first and those of the value after them. An aggregation's value has what it needs to go
   * on, such as the sum and the count of an average; that of {@code flatMapGroupsWithState} has the
   * job's own state as a struct {@code groupState}.
   *
   * @throws IllegalStateException if it has no state, or several stores: says which
   */
  public SinkRows state() {
    return stateViews().only();
  }

  /**
   * What is in one state store.
   *
   * @param operatorId the operator's number in the query, from 0, as in {@link
   *     StateMetrics#operatorId()}
   * @param store {@code default}; of a join {@code left-keyToNumValues}, {@code
   *     left-keyWithIndexToValue} and the same of {@code right}
   * @throws IllegalArgumentException if there is no such store; says which there are
   * @throws IllegalStateException if the query has no state
   */
  public SinkRows state(int operatorId, String store) {
    return stateViews().of(operatorId, store);
  }

  /**
   * What each stateful operator did since this method was called last, or since the start.
   *
   * @return one for each, in the order in which Spark reports of them: from the sink to the sources
   * @throws IllegalStateException if the query has no state, or has run no batch
   */
  public List<StateMetrics> newStateMetrics() {
    return stateViews().newMetrics();
  }

  /**
   * A look into the query's checkpoint: its offset log and its commit log, and its files, which can
   * be damaged when the query is stopped.
   */
  public Checkpoint checkpoint() {
    return new Checkpoint(checkpointLocation, this::letGoOfCheckpoint);
  }

  /**
   * A query that has ended by itself still has its state stores, which Spark goes on maintaining.
   */
  private void letGoOfCheckpoint() {
    if (isActive()) {
      throw new IllegalStateException(DamageMessages.inUse(name));
    }
    if (engine.isCheckpointInUse()) {
      throw new IllegalStateException(DamageMessages.inUseByAnother(name));
    }
    stop();
  }

  /**
   * What the job's own {@code ForeachWriter} was called with: one for each partition of each
   * micro-batch, failed tasks included, in the order in which the tasks ended. None for another
   * sink.
   */
  public List<ForeachCall> foreachCalls() {
    return engine.foreachCalls().stream()
        .map(
            call ->
                new ForeachCall(
                    call.batchId(),
                    call.partition(),
                    call.opened(),
                    call.processed(),
                    Optional.ofNullable(call.error())))
        .toList();
  }

  /**
   * Its sources as the engine sees them, in the order of the plan: how far each has come.
   *
   * @return none before the query has made its plan
   */
  public List<SourceStatus> sources() {
    return engine.sources();
  }

  /** What Spark's console sink has printed for this query; it is printed all the same. */
  public String consoleOutput() {
    return engine.consoleOutput();
  }

  /** How many rows the query has read so far. */
  public long rowsIn() {
    return log.rowsIn();
  }

  /**
   * How many rows its stateful operators dropped since they were behind the watermark, as Spark
   * counts them ({@code numRowsDroppedByWatermark}): an aggregation drops what is left when a task
   * has grouped its rows, so that is fewer than {@link #lateRows()} where a task had several of a
   * group.
   */
  public long lateRowCount() {
    return log.lateRows();
  }

  /**
   * The rows that were dropped since they were behind the watermark, so far: each as it was when it
   * left the job's own code for the operator that dropped it, with the columns that the query uses.
   *
   * @throws IllegalStateException if rows of several operators or inputs were dropped, which have
   *     other columns: says which
   */
  public SinkRows lateRows() {
    return lateRowViews().only();
  }

  /**
   * The rows that one operator has dropped of one of its inputs.
   *
   * @param operatorId the operator's number in the query, from 0
   * @param input 0, or 1 for the right side of a join
   * @throws IllegalStateException if there is no such operator, or it drops nothing by a watermark
   */
  public SinkRows lateRows(int operatorId, int input) {
    return lateRowViews().of(operatorId, input);
  }

  /**
   * The event-time watermark that was in force in the last batch.
   *
   * @return empty if the query has none, or it has not left its first value, the epoch
   */
  public Optional<Instant> watermark() {
    return log.last()
        .map(BatchFacts::watermarkMs)
        .filter(millis -> millis > 0)
        .map(Instant::ofEpochMilli);
  }

  /**
   * Spark's progress report of one batch.
   *
   * @return empty if that batch did not run in this query
   */
  public Optional<StreamingQueryProgress> progress(long batchId) {
    return log.of(batchId).map(BatchFacts::progress);
  }

  /** Spark's progress report of the last batch. */
  public Optional<StreamingQueryProgress> lastProgress() {
    return log.last().map(BatchFacts::progress);
  }

  /**
   * Why the query died, down to the job's own exception.
   *
   * @return empty if it has not failed
   */
  public Optional<Throwable> failure() {
    failureSeen = true;
    return engine.failure().map(QueryFailure::root);
  }

  /**
   * Spark's handle of this query, for what the harness does not offer. Its {@code
   * processAllAvailable} is a step, with an end to it, and its {@code awaitTermination} runs a
   * query that ends by itself and refuses to wait for another one.
   */
  public StreamingQuery streamingQuery() {
    return handle;
  }

  /**
   * Explains the query: its plan, its state, which output modes Spark takes it in and why not the
   * others, and what each trigger would run of it.
   *
   * @return some lines to be printed
   */
  public String explain() {
    return Explanation.of(
        "Query '" + name + "', " + outputMode() + " mode, " + request.triggerInWords(),
        engine.planFacts(),
        engine.stateOperators(),
        request.outputMode());
  }

  /**
   * What a green test of this query would hide, in words; none if all is well.
   *
   * @param inputs the inputs of the test
   */
  public List<String> findings(List<StreamInput> inputs) {
    List<String> findings =
        new ArrayList<>(QueryFindings.of(this, request.trigger(), engine, inputs, failureSeen));
    findings.addAll(expected.unmet(name));
    return findings;
  }

  /** All that is known of its run, for a report; it is collected when this is called. */
  public QueryRun run() {
    return new QueryRun(
        name,
        request,
        journal.events(),
        recorder.batches(),
        engine.lateRowsByBatch(),
        engine.protocol().times(),
        engine.stateOperators().stream().map(StateOperatorInfo::name).toList(),
        tableKeys,
        engine.failure().map(failure -> failure.root().toString()).orElse(null));
  }

  /**
   * Takes note of an assertion on this query that fails.
   *
   * @param where what was looked at, in words
   * @param message the text of the failure
   * @return the text with the run so far below it, if that has not been said since it has run last
   */
  public String failed(String where, String message) {
    return journal.failed(where, message) ? message + host.runInText(this) : message;
  }

  /** For AssertJ's own {@code assertThat}. */
  @Override
  public TestQueryAssert assertThat() {
    return new TestQueryAssert(this);
  }

  /**
   * Notes that a view was taken to assert something on it, which a chain that stops there does not.
   *
   * @param view the view in words
   * @return what to run when something is asserted
   */
  public Runnable expectAssertion(String view) {
    return expected.add(view);
  }

  @Override
  public String toString() {
    return "query '" + name + "', " + outputMode() + " mode";
  }
}
