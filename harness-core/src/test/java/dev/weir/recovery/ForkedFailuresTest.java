package dev.weir.recovery;

import static dev.weir.recovery.CrashPoint.AFTER_STATE_COMMIT;
import static dev.weir.recovery.CrashPoint.BEFORE_SINK_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weir.HarnessOptions;
import dev.weir.input.MemoryInput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Forked jobs that come to no verdict: what is said, and that nothing of them stays. */
@Tag("slow")
class ForkedFailuresTest {
  private static final CrashAt PLACE = BEFORE_SINK_WRITE.next();

  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() {
    assertThat(folder).isEmptyDirectory();
    assertThat(ForkedProcesses.alive()).isEmpty();
  }

  private static final String HOW =
      " cannot be handed to another JVM, which knows a job by the name of its class and makes it by"
          + " a constructor without parameters. Write it as a top-level or static nested class."
          + " See docs/errors/forked-job.md";

  /** Not static, and so knows its test. */
  final class Inner implements JobUnderTest {
    @Override
    public void setUp(Trial trial) {
      nothingIsLeft();
    }
  }

  /** Cannot be made without a parameter. */
  record WithParameter(int parameter) implements JobUnderTest {
    @Override
    public void setUp(Trial trial) {}
  }

  @Test
  void confsFromSystemPropertiesGoOn() {
    Properties here = new Properties();
    here.setProperty("spark.sql.shuffle.partitions", "2");
    here.setProperty("weir.log", "info");
    here.setProperty("weir.record", "1.4");
    here.setProperty("user.dir", "/");
    assertThat(ForkedJvm.properties(here))
        .containsExactly("-Dspark.sql.shuffle.partitions=2", "-Dweir.log=info");
  }

  @Test
  void jobsThatAreNotKnownByName() {
    JobUnderTest lambda = trial -> {};
    JobUnderTest anonymous =
        new JobUnderTest() {
          @Override
          public void setUp(Trial trial) {}
        };
    final class Local implements JobUnderTest {
      @Override
      public void setUp(Trial trial) {}
    }
    String here = ForkedFailuresTest.class.getName();
    refused(lambda.getClass(), "A lambda");
    refused(anonymous.getClass(), "The anonymous class " + here + "$1");
    refused(Local.class, "The local class " + here + "$1Local");
    refused(Inner.class, "The inner class " + here + "$Inner, which is not static,");
    refused(JobUnderTest.class, "The abstract type dev.weir.recovery.JobUnderTest");
    refused(WithParameter.class, here + "$WithParameter, whose constructors have parameters,");
  }

  private static void refused(Class<? extends JobUnderTest> type, String what) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ForkedJob.of(type))
        .withMessage(what + HOW);
  }

  /** A job without a sink that somebody could read. */
  static final class NoSink implements JobUnderTest {
    @Override
    public void setUp(Trial trial) {
      MemoryInput<String> lines = trial.memoryInput(Encoders.STRING());
      trial.query(lines.toDF().writeStream().format("noop"));
      trial.batch(() -> lines.add("a"));
    }
  }

  @Test
  void aJobWithoutASink() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ForkedJob.of(NoSink.class).in(folder).killedAt(PLACE))
        .withMessage(
            "The job failed by itself in JVM 1 of NoSink, which was to run to the end:\n"
                + "  java.lang.IllegalStateException: A forked job needs sinks that outlive its JVM,"
                + " and this trial has none: call trial.sink(name, () -> spark.read()...)."
                + " See docs/errors/forked-job.md\n"
                + "See docs/errors/forked-job.md");
  }

  /** One batch, no state. */
  static final class OneBatch implements JobUnderTest {
    @Override
    public void setUp(Trial trial) {
      MemoryInput<String> lines = trial.memoryInput(Encoders.STRING());
      String out = trial.newFolder().toUri().toString();
      trial.query(lines.toDF().writeStream().format("text").option("path", out));
      trial.batch(() -> lines.add("a"));
      trial.sink("text", () -> trial.spark().read().text(out));
    }
  }

  @Test
  void aPlaceThatTheJobDoesNotComeTo() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> ForkedJob.of(OneBatch.class).in(folder).killedAt(AFTER_STATE_COMMIT.next()))
        .withMessage(
            "The forked OneBatch was to be killed after a state commit, in the next batch, and has"
                + " not come there. It has done all that there was to do, and came to: before the"
                + " offset log of batch 0, after the offset log of batch 0, before the sink's write"
                + " of batch 0, in a task of batch 0, during the sink's write of batch 0, after the"
                + " sink's write of batch 0, before the commit log of batch 0, after the commit log"
                + " of batch 0. See docs/errors/forked-job.md");
    assertThat(ForkedMessages.notReached("Job", PLACE, List.of()))
        .isEqualTo(
            "The forked Job was to be killed before the sink's write, in the next batch, and has not"
                + " come there. It has done all that there was to do, and came to: nothing, since no"
                + " batch ran. See docs/errors/forked-job.md");
  }

  @Test
  void noPlaceAndNoRound() {
    ForkedJob job = ForkedJob.of(OneBatch.class).in(folder);
    assertThatIllegalArgumentException()
        .isThrownBy(job::killedAt)
        .withMessage(
            "A forked job is killed at one place or more, in one round or more, but this is 0 places"
                + " in 1 rounds. See docs/errors/forked-job.md");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> job.killedAt(0, PLACE))
        .withMessageContaining("but this is 1 places in 0 rounds.");
  }

  @Test
  void aJvmThatEndsByItself() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                ForkedJob.of(OneBatch.class)
                    .in(folder)
                    .withJvmArguments("-XX:NoSuchFlag")
                    .killedAt(PLACE))
        .withMessage(
            """
            Nobody has killed it yet, but it ended with exit code 1: JVM 1 of OneBatch, which was to run to the end.
            The end of its log:
              Unrecognized VM option 'NoSuchFlag'
              Error: Could not create the Java Virtual Machine.
              Error: A fatal exception has occurred. Program will exit.
            See docs/errors/forked-job.md""");
  }

  /** The JVM writes about its garbage collection where its reports go. */
  @Test
  void aJvmThatTalks() {
    KillReport report =
        ForkedJob.of(OneBatch.class).in(folder).withJvmArguments("-Xlog:gc").killedAt(PLACE);
    assertThat(report).isExactlyOnce();
    assertThat(report.kills()).containsExactly(BEFORE_SINK_WRITE.inBatch(0));
  }

  /** Never sets anything up. */
  static final class Hangs implements JobUnderTest {
    @Override
    public void setUp(Trial trial) throws InterruptedException {
      System.out.println("hanging");
      new CountDownLatch(1).await();
    }
  }

  @Test
  void aJvmThatSaysNothingMore() {
    HarnessOptions impatient = HarnessOptions.defaults().withTimeout(Duration.ofSeconds(1));
    assertThatIllegalStateException()
        .isThrownBy(
            () -> ForkedJob.of(Hangs.class).in(folder).withOptions(impatient).killedAt(PLACE))
        .withMessageStartingWith(
            "Nothing was heard for 2 s of JVM 1 of Hangs, which was to run to the end.\n"
                + "The end of its log:\n")
        .withMessageEndingWith("\n  hanging\nSee docs/errors/forked-job.md");
  }

  @Test
  @Timeout(60)
  void aTestThatIsInterrupted() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread test =
        new Thread(() -> ForkedJob.of(Hangs.class).in(folder).killedAt(PLACE), "interrupted");
    test.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
    test.start();
    while (ForkedProcesses.alive().isEmpty()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    test.interrupt();
    test.join();
    assertThat(thrown.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Interrupted while waiting for JVM 1 of Hangs");
  }

  /** Its standard input is a pipe from its parent, which the system closes when that is gone. */
  @Test
  @Timeout(60)
  void aJvmWhoseParentIsGone() throws Exception {
    Process orphan =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                ForkedMain.class.getName(),
                OneBatch.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    orphan.getOutputStream().close();
    assertThat(orphan.waitFor()).isEqualTo(1);
  }
}
