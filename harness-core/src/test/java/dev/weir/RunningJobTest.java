package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.input.SocketInput;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithHarness.class)
class RunningJobTest {

  /** A job as people write it. */
  public static final class EchoJob {
    static volatile boolean ended;

    public static void main(String... arguments) throws Exception {
      SparkSession spark = SparkSession.builder().master("local[7]").appName("echo").getOrCreate();
      spark
          .readStream()
          .format("socket")
          .option("host", arguments[0])
          .option("port", arguments[1])
          .load()
          .writeStream()
          .queryName("echo")
          .format("console")
          .option("checkpointLocation", "/not/a/folder/of/a/test")
          .start()
          .awaitTermination();
      ended = true;
    }

    private EchoJob() {}
  }

  @Test
  void aMainRunsUnmodified(StreamHarness harness) {
    EchoJob.ended = false;
    SocketInput socket = harness.socketInput();
    try (RunningJob job =
        harness.run(EchoJob::main, socket.host(), Integer.toString(socket.port()))) {
      socket.send("one", "two");
      job.query("echo").processAllAvailable();
      assertThat(job.consoleOutput()).contains("|  one|", "|  two|");
      assertThat(job.query().checkpointLocation()).startsWith(harness.folder());
      assertThat(job.isRunning()).isTrue();
    }
    assertThat(EchoJob.ended).isTrue();
  }

  @Test
  void aJobThatStartsNoQueryIsSaidTo(StreamHarness harness) {
    RunningJob ends = harness.run(arguments -> {});
    assertThatThrownBy(ends::query)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The job has not started a query, it has ended. Queries of this test: []."
                + " See docs/errors/job-without-query.md");

    RunningJob fails =
        harness.run(
            arguments -> {
              throw new IllegalArgumentException("no such option");
            });
    assertThatThrownBy(() -> fails.query("counts"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The job has not started a query named 'counts', it has failed:"
                + " java.lang.IllegalArgumentException: no such option. Queries of this test: []."
                + " See docs/errors/job-without-query.md")
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(fails.failure()).containsInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aQueryThatAJobStartsOnAThreadOfItsOwnIsTheJobs(StreamHarness harness) {
    SocketInput socket = harness.socketInput();
    RunningJob job =
        harness.run(
            arguments -> {
              Thread own =
                  new Thread(
                      () -> {
                        try {
                          EchoJob.main(socket.host(), Integer.toString(socket.port()));
                        } catch (Exception e) {
                          throw new IllegalStateException(e);
                        }
                      });
              own.start();
              own.join();
            });
    socket.send("one");
    job.query().processAllAvailable();
    assertThat(job.consoleOutput()).contains("|  one|");
    assertThat(harness.leftRunning()).isEmpty();
  }

  @Test
  void aMainThatFailsUnnoticedIsFound(StreamHarness harness) throws InterruptedException {
    RunningJob job =
        harness.run(
            arguments -> {
              throw new IllegalStateException("no");
            });
    job.close();
    assertThat(harness.findings())
        .containsExactly(
            "a job's main has failed, and the test has not looked:"
                + " java.lang.IllegalStateException: no");
    assertThat(job.failure()).isPresent();
    assertThat(harness.findings()).isEmpty();
  }

  @Test
  void aJobThatWaitsForSomethingElseIsSaidTo(LocalSpark spark) throws Exception {
    Object never = new Object();
    StreamHarness harness =
        StreamHarness.over(
            spark.newSession(), HarnessOptions.defaults().withTimeout(Duration.ofMillis(300)));
    RunningJob waits =
        harness.run(
            arguments -> {
              synchronized (never) {
                while (harness.folder() != null) {
                  never.wait();
                }
              }
            });
    assertThatThrownBy(waits::query)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The job has not started a query, within 300 ms. Queries of this test: []."
                + " See docs/errors/job-without-query.md");
    assertThatThrownBy(harness::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The job's main has not returned within 300 ms after its queries were stopped."
                + " See docs/errors/job-does-not-end.md");
    // It was interrupted, and lets itself be.
    assertThat(harness.folder()).doesNotExist();
  }

  @Test
  void whoStopsTheContextIsNamed(StreamHarness harness, LocalSpark spark) {
    RunningJob job = harness.run(arguments -> SparkSession.active().stop());
    assertThatThrownBy(job::query).hasMessageContaining("it has ended");
    assertThat(spark.isStopped()).isTrue();
    assertThat(spark.stoppedBy().orElseThrow())
        .startsWith("thread 'weir-job'")
        .contains("dev.weir.RunningJobTest");
    Path localDir = Path.of(harness.spark().sparkContext().getConf().get("spark.local.dir"));
    spark.close();
    assertThat(localDir).doesNotExist();

    // The next context has folders of its own, and does not bring those of the first one back.
    try (LocalSpark next = LocalSpark.start()) {
      assertThat(next.newSession().range(3).repartition(2).count()).isEqualTo(3);
      assertThat(localDir).doesNotExist();
    }
  }
}
