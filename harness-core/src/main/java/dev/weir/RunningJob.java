package dev.weir;

import dev.weir.internal.spark.ConsoleCapture;
import dev.weir.query.TestQuery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/** A job's {@code main} that runs on a thread of its own, as it is shipped. */
@API(status = Status.MAINTAINED, since = "0.1")
public final class RunningJob implements AutoCloseable {
  private final HarnessGovernor governor;
  private final Duration timeout;
  private final ConsoleCapture console = new ConsoleCapture();
  private final Thread thread;
  private volatile @Nullable Throwable failure;
  private volatile boolean failureSeen;

  /** The job that a thread works for: the one that main runs on, and those that it starts. */
  private static final InheritableThreadLocal<RunningJob> JOB = new InheritableThreadLocal<>();

  /** Whoever starts a query on this thread: a job, or else the thread itself. */
  static Object starter() {
    RunningJob job = JOB.get();
    return job == null ? Thread.currentThread() : job;
  }

  private RunningJob(
      SparkSession session,
      HarnessGovernor governor,
      Duration timeout,
      JobMain main,
      String[] arguments) {
    this.governor = governor;
    this.timeout = timeout;
    this.thread = new Thread(() -> run(session, main, arguments), "weir-job");
    thread.setDaemon(true);
  }

  static RunningJob start(
      SparkSession session,
      HarnessGovernor governor,
      Duration timeout,
      JobMain main,
      String[] arguments) {
    RunningJob job = new RunningJob(session, governor, timeout, main, arguments);
    job.thread.start();
    return job;
  }

  private void run(SparkSession session, JobMain main, String[] arguments) {
    SparkSession.setActiveSession(session);
    JOB.set(this);
    try {
      console.during(
          () -> {
            main.run(arguments);
            return true;
          });
    } catch (Throwable t) {
      failure = t;
    } finally {
      SparkSession.clearActiveSession();
      synchronized (governor.lock()) {
        governor.lock().notifyAll();
      }
    }
  }

  /**
   * The job's first query. Waits until the job has started it.
   *
   * @throws IllegalStateException if the job has ended, or the harness's timeout has passed,
   *     without a query; the cause is the job's exception
   */
  public TestQuery query() {
    return await(null);
  }

  /** The job's query of a name: {@link #query()} for jobs with several. */
  public TestQuery query(String name) {
    return await(name);
  }

  private TestQuery await(@Nullable String name) {
    long end = System.nanoTime() + timeout.toNanos();
    synchronized (governor.lock()) {
      while (true) {
        Optional<TestQuery> query = governor.startedBy(this, name);
        if (query.isPresent()) {
          return query.get();
        }
        long left = (end - System.nanoTime()) / 1_000_000;
        if (!thread.isAlive() || failure != null || left <= 0) {
          throw noQuery(name);
        }
        try {
          governor.lock().wait(Math.min(left, 100));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("Interrupted while waiting for the job's query", e);
        }
      }
    }
  }

  private IllegalStateException noQuery(@Nullable String name) {
    String what = name == null ? "a query" : "a query named '" + name + "'";
    String why;
    if (failure != null) {
      failureSeen = true;
      why = "it has failed: " + failure;
    } else if (!thread.isAlive()) {
      why = "it has ended";
    } else {
      why = "within " + timeout.toMillis() + " ms";
    }
    List<String> others = governor.queries().stream().map(TestQuery::name).toList();
    return new IllegalStateException(
        "The job has not started "
            + what
            + ", "
            + why
            + ". Queries of this test: "
            + others
            + ". See docs/errors/job-without-query.md",
        failure);
  }

  /** What Spark's console sink has printed for the job so far. */
  public String consoleOutput() {
    return console.text();
  }

  /**
   * What the job's {@code main} threw.
   *
   * @return empty while it runs, and if it ended well
   */
  public Optional<Throwable> failure() {
    failureSeen = true;
    return Optional.ofNullable(failure);
  }

  /** What a green test would hide of this job, in words. */
  List<String> findings() {
    Throwable thrown = failure;
    return thrown == null || failureSeen
        ? List.of()
        : List.of("a job's main has failed, and the test has not looked: " + thrown);
  }

  /** Whether {@code main} has not returned yet. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /**
   * Stops the job's queries and waits until {@code main} has returned.
   *
   * @throws IllegalStateException if {@code main} does not return within the harness's timeout
   */
  @Override
  public void close() {
    governor.startedBy(this).forEach(TestQuery::stop);
    try {
      thread.join(timeout.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      thread.interrupt();
      throw new IllegalStateException(
          "The job's main has not returned within "
              + timeout.toMillis()
              + " ms after its queries were stopped. See docs/errors/job-does-not-end.md");
    }
  }
}
