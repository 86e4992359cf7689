package dev.weir;

import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import dev.weir.input.SocketInput;
import dev.weir.input.StreamInput;
import dev.weir.internal.spark.Disk;
import dev.weir.internal.spark.FileFault;
import dev.weir.internal.spark.HarnessClock;
import dev.weir.internal.spark.LeanContext;
import dev.weir.internal.spark.SessionConf;
import dev.weir.internal.spark.SourceStatus;
import dev.weir.internal.spark.SparkLine;
import dev.weir.query.Explanation;
import dev.weir.query.Restart;
import dev.weir.query.TestQuery;
import dev.weir.recovery.InjectedFault;
import dev.weir.recovery.StorageFault;
import dev.weir.report.Timeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Everything that one test of a streaming job owns: its inputs, its queries, its clock, its
 * folders. Closing it ends and removes them all.
 *
 * <p>It governs its session: each streaming query that is started there, by the test, by a job's
 * own writer or by a job's {@code main}, waits for the harness before every trigger, has its
 * checkpoint in the harness's folder, and has its sink recorded.
 *
 * <pre>{@code
 * MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
 * TestQuery counts = harness.start(WordCountJob.wordCounts(lines.toDF()), OutputMode.Complete());
 * lines.add("cat dog", "dog");
 * counts.processAllAvailable();
 * assertThat(counts).lastBatch().containsExactlyInAnyOrder(row("cat", 1L), row("dog", 2L));
 * }</pre>
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class StreamHarness implements AutoCloseable {
  private final SparkSession session;
  private final HarnessOptions options;
  private final HarnessClock clock;
  private final HarnessFolder folder;
  private final Disk disk = Disk.open();
  private final SessionConf conf;
  private final LeanContext.Suspension suspension;
  private final HarnessGovernor governor;
  private final SparkLine.Governed governed;
  private final List<StreamInput> inputs = new CopyOnWriteArrayList<>();
  private final List<InjectedFault> faults = new CopyOnWriteArrayList<>();
  private final List<RunningJob> jobs = new CopyOnWriteArrayList<>();
  private boolean closed;

  private StreamHarness(SparkSession session, HarnessOptions options, SparkLine line) {
    this.session = session;
    this.options = options;
    this.folder = HarnessFolder.of(options);
    this.clock = new HarnessClock(options.clockStartsAt().orElseGet(Instant::now));
    Map<String, String> settings = new HashMap<>(options.conf());
    settings.putAll(disk.conf());
    this.conf = SessionConf.apply(session, settings);
    this.suspension = LeanContext.suspendUnless(session.sparkContext(), settings);
    this.governor = new HarnessGovernor(session, options, clock, folder, disk, inputs);
    this.governed = line.govern(session, governor);
    // Sources ask for the active session, and so does a job that calls getOrCreate.
    SparkSession.setActiveSession(session);
  }

  /** A harness over a session, with the default options. */
  public static StreamHarness over(SparkSession session) {
    return over(session, HarnessOptions.defaults());
  }

  /**
   * A harness over a session. The session stays the caller's: closing the harness stops the
   * session's queries and puts its configuration back, and does not stop it.
   *
   * @throws IllegalStateException if the session is stopped, or Spark's version is not supported
   */
  public static StreamHarness over(SparkSession session, HarnessOptions options) {
    if (session.sparkContext().isStopped()) {
      throw new IllegalStateException(
          "The SparkSession is stopped, so no harness can be opened over it. "
              + "See docs/errors/session-stopped.md");
    }
    // Before there is anything that would have to be closed again.
    SparkLine line = SparkLine.current();
    return new StreamHarness(session, options, line);
  }

  /** The session that the job under test is to use. */
  public SparkSession spark() {
    return session;
  }

  /** The options that it was made with. */
  public HarnessOptions options() {
    return options;
  }

  /** An input of objects of any type that has an encoder. */
  public <T> MemoryInput<T> memoryInput(Encoder<T> encoder) {
    return memoryInput("memory-" + (inputs.size() + 1), encoder);
  }

  /** An input of objects with a name for messages and plans. */
  public <T> MemoryInput<T> memoryInput(String name, Encoder<T> encoder) {
    return opened(MemoryInput.of(session, name, encoder));
  }

  /**
   * An input of Java beans.
   *
   * @throws IllegalArgumentException if the class has no public no-argument constructor, or a
   *     getter without a setter: Spark would fill such a property with null, without a word
   */
  public <T> MemoryInput<T> memoryInput(Class<T> beanClass) {
    return memoryInput(beanClass.getSimpleName(), BeanCheck.encoder(beanClass));
  }

  /** An input of rows. */
  public MemoryInput<Row> memoryInput(StructType schema) {
    return opened(MemoryInput.ofRows(session, "memory-" + (inputs.size() + 1), schema));
  }

  /** A TCP server on a free port of the loopback interface. */
  public SocketInput socketInput() {
    return socketInput(0);
  }

  /**
   * A TCP server on the loopback interface.
   *
   * @param port the port that a job insists on
   * @throws IllegalStateException if the port is in use
   */
  public SocketInput socketInput(int port) {
    return opened(SocketInput.open(session, port));
  }

  /** A folder of text files. */
  public FileInput fileInput(FileInput.Format format) {
    return fileInput(format, new StructType().add("value", DataTypes.StringType));
  }

  /** A folder of files with rows of a schema. */
  public FileInput fileInput(FileInput.Format format, StructType schema) {
    return opened(FileInput.open(session, format, schema, folder.create("input")));
  }

  /**
   * Takes an input that was made elsewhere, such as a Kafka topic: steps wait for its rows, and it
   * is closed with the harness.
   */
  public <I extends StreamInput> I opened(I input) {
    checkOpen();
    if (!inputs.contains(input)) {
      inputs.add(input);
    }
    return input;
  }

  /** Starts a query whose sink only records. */
  public TestQuery start(Dataset<?> result, OutputMode outputMode) {
    return start(result.writeStream().outputMode(outputMode).format("noop"));
  }

  /** Starts a query with a name, whose sink only records. */
  public TestQuery start(String name, Dataset<?> result, OutputMode outputMode) {
    return start(result.writeStream().queryName(name).outputMode(outputMode).format("noop"));
  }

  /**
   * Starts a query as a job has configured it: with the job's sink, which is run as it is and
   * recorded, the job's output mode and trigger. The checkpoint is in the harness's folder whatever
   * location the job names.
   *
   * @throws IllegalArgumentException if the writer belongs to a Dataset of another session
   */
  public TestQuery start(DataStreamWriter<?> writer) {
    checkOpen();
    return governor.start(new HarnessGovernor.Start(writer, null, null, null));
  }

  /**
   * Starts a query on a checkpoint that is there, such as one of an earlier release of the job.
   *
   * @param checkpoint its folder; it is copied first, so that it stays as it is
   * @param writer the job; the location of a checkpoint that it names is not used
   * @throws IllegalArgumentException if the folder is not there, or the writer belongs to a Dataset
   *     of another session
   */
  public TestQuery startFrom(Path checkpoint, DataStreamWriter<?> writer) {
    checkOpen();
    if (!Files.isDirectory(checkpoint)) {
      throw new IllegalArgumentException(
          "There is no checkpoint to start from: "
              + checkpoint
              + " is not a folder. See docs/errors/restart.md");
    }
    Path copy = folder.copy(checkpoint, "checkpoint");
    return governor.start(new HarnessGovernor.Start(writer, null, copy, null));
  }

  /**
   * Stops a query and starts another one on its checkpoint, as a new release of a job is started:
   * the same writer again, or a changed one, with another trigger, another plan, another sink. What
   * the session's configuration says now holds for the new query, as far as its checkpoint leaves
   * it that: a restarted query keeps its number of shuffle partitions (OffsetSeqMetadata in Spark
   * 3.5).
   *
   * @param query the query that is to be replaced; it may have ended or failed before
   * @param writer what takes its place; the location of a checkpoint that it names is not used
   * @return the new query, which has received nothing yet
   * @throws IllegalArgumentException if the writer belongs to a Dataset of another session
   */
  public TestQuery restart(TestQuery query, DataStreamWriter<?> writer) {
    checkOpen();
    return query.restart(Restart.with(writer));
  }

  /**
   * Runs a job's {@code main} on a thread of its own, with this harness's session as the one that
   * {@code SparkSession.builder().getOrCreate()} finds.
   *
   * @param main the job's entry point
   * @param arguments its command line
   */
  public RunningJob run(JobMain main, String... arguments) {
    checkOpen();
    RunningJob job = RunningJob.start(session, governor, options.timeout(), main, arguments);
    jobs.add(job);
    return job;
  }

  /**
   * Lets the storage fail, from now on, for all queries of this harness.
   *
   * <pre>{@code
   * harness.inject(StorageFault.failingWrite("commits/1"));
   * assertThat(query).fails();
   * query.restart().processAllAvailable();
   * }</pre>
   *
   * @param fault what goes wrong, and with which files
   * @return to see which files were hit, and to end it; it ends with the harness
   */
  public InjectedFault inject(StorageFault fault) {
    checkOpen();
    FileFault made = fault.made();
    disk.watch(made);
    InjectedFault injected = new InjectedFault(made);
    faults.add(injected);
    return injected;
  }

  /**
   * Explains a streaming Dataset before a query is started: its plan, its state, which output modes
   * Spark takes it in and why not the others, and what each trigger would run of it. {@link
   * TestQuery#explain()} does so for a query.
   *
   * @return some lines to be printed
   * @throws IllegalArgumentException if the Dataset is not a streaming one
   */
  public String explain(Dataset<?> result) {
    return Explanation.of(result);
  }

  /** The queries that were started in the session, in that order, whoever started them. */
  public List<TestQuery> queries() {
    return governor.queries();
  }

  /**
   * What happened so far, to look at: which rows each batch got and emitted, event time against the
   * watermark, state, crashes and restarts. It is put together when this is called; before that the
   * queries only take notes.
   */
  public Timeline timeline() {
    return Timeline.of(queries().stream().map(TestQuery::run).toList(), List.copyOf(inputs));
  }

  /** Processing time now. */
  public Instant now() {
    return clock.now();
  }

  /**
   * Moves processing time forward and lets no query run: for what happens between two queries, or
   * before one starts. {@link TestQuery#advanceTime} fires what becomes due on the way.
   *
   * @param by how far; zero or more, in whole milliseconds
   * @throws IllegalArgumentException if time was to go backwards
   */
  public void advanceTime(Duration by) {
    checkOpen();
    clock.advance(by);
  }

  /**
   * Sets how long a step may take, from now on and for this test, where the options say otherwise
   * for all tests.
   *
   * @param timeout more than nothing
   */
  public void waitAtMost(Duration timeout) {
    governor.waitAtMost(options.withTimeout(timeout).timeout());
  }

  /**
   * A new empty folder that goes away with the harness; with {@link HarnessOptions#withFolder} one
   * that stays, as an earlier harness has left it.
   */
  public Path newFolder() {
    checkOpen();
    return folder.create("folder");
  }

  /** The folder that everything of this harness is in. */
  public Path folder() {
    return folder.root();
  }

  /**
   * What a green test would hide, in words: a query that processed no row, an input that nobody
   * read, rows that were added and never processed, a failure that nobody looked at. None if all is
   * well.
   */
  public List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (TestQuery query : queries()) {
      findings.addAll(query.findings(inputs));
    }
    for (RunningJob job : jobs) {
      findings.addAll(job.findings());
    }
    for (InjectedFault fault : faults) {
      fault.finding().ifPresent(findings::add);
    }
    for (StreamInput input : inputs) {
      List<SourceStatus> fed = governor.sourcesFedBy(input);
      if (input.added() > 0 && fed.isEmpty()) {
        findings.add(input.description() + " was given rows, and no query has read it");
      }
      findings.addAll(fed.isEmpty() ? List.of() : input.unread(fed));
    }
    return findings;
  }

  /**
   * Queries that run though nobody asked the harness to start them: the test's code, or the job's,
   * called {@code start()} on a writer and forgot {@code stop()}. In words; to be asked before
   * closing.
   */
  public List<String> leftRunning() {
    List<String> left = new ArrayList<>();
    for (TestQuery query : governor.strays()) {
      if (query.isActive()) {
        left.add(query + " was started and not stopped");
      }
    }
    return left;
  }

  /**
   * What closing did not get rid of: a thread, a folder, a port. In words; to be asked after
   * closing.
   */
  public List<String> leftBehind() {
    List<String> left = new ArrayList<>(governor.livingThreads());
    for (StreamInput input : inputs) {
      if (input instanceof SocketInput socket && socket.isOpen()) {
        left.add(socket.description() + " still has its port or its thread");
      }
    }
    for (RunningJob job : jobs) {
      if (job.isRunning()) {
        left.add("a job's main is still running");
      }
    }
    if (!folder.isKept() && Files.exists(folder.root())) {
      left.add("folder " + folder.root() + " is still there");
    }
    return left;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException(
          "This harness is closed: its test is over. See docs/errors/harness-closed.md");
    }
  }

  /**
   * Stops the queries, ends jobs and inputs, puts the session's configuration back and deletes the
   * folders. It goes on when one of these fails, and then throws the first failure with the others
   * suppressed. Closing again does nothing.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    CloseAll all = new CloseAll();
    faults.forEach(InjectedFault::lift);
    for (TestQuery query : queries()) {
      all.close(query::stop);
    }
    for (RunningJob job : jobs) {
      all.close(job);
    }
    for (StreamInput input : inputs) {
      all.close(input);
    }
    all.close(governed);
    all.close(suspension);
    all.close(conf);
    all.close(folder::delete);
    all.close(disk);
    all.close(SparkSession::clearActiveSession);
    all.throwIfAny();
  }
}
