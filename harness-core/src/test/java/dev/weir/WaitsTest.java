package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weir.input.MemoryInput;
import dev.weir.input.StreamInput;
import dev.weir.internal.spark.SourceStatus;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.Trigger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A wait that comes to nothing says what was awaited, how far things are, and why most probably.
 */
@ExtendWith(WithHarness.class)
class WaitsTest {

  /** Blocks at a 2 until the task is interrupted, as one that waits for another system would. */
  private static Integer stuck(Integer value) throws InterruptedException {
    if (value == 2) {
      new CountDownLatch(1).await();
    }
    return value;
  }

  @Test
  void aTaskThatIsStuckInTheJobsOwnCode(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput("numbers", Encoders.INT()).add(1);
    TestQuery query =
        harness.start(
            "stuck",
            numbers.toDS().map((MapFunction<Integer, Integer>) WaitsTest::stuck, Encoders.INT()),
            OutputMode.Append());
    // The first batch takes the time that Spark needs for its first code.
    query.processAllAvailable();
    numbers.add(2);
    Throwable timeout = catchThrowable(() -> query.processAllAvailable(ofSeconds(2)));
    Assertions.assertThat(timeout)
        .hasMessageStartingWith(
            "Query 'stuck' did not finish its trigger within 2000 ms.\n"
                + "  likely cause: a task does not come back from dev.weir.WaitsTest.stuck(WaitsTest.java:")
        .hasMessageContaining(
            "). Look there for a lock, a call to another system or a loop; if it only needs longer,"
                + " raise the timeout.\n"
                + "  trigger: ProcessingTimeTrigger(0), inside a trigger, 0 granted\n"
                + "  clock: "
                + harness.now()
                + "\n  batches of this step: none\n  source: MemoryInput[numbers#")
        .hasMessageContaining("], processed up to 1, being processed up to 2\n")
        .hasMessageContaining("\n  fed by: memory input 'numbers', added 2\n")
        .hasMessageContaining(
            "\n  last progress: batch 0, 1 rows in\n  status: Processing new data\n  task: thread '")
        .hasMessageContaining("\n  stream: thread 'stream execution thread for stuck");
  }

  /** It refuses, so the query fails at once; there is nothing to wait for. */
  @Test
  void aSourceThatFailsToConnect(StreamHarness harness) throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    TestQuery query =
        harness.start(
            harness
                .spark()
                .readStream()
                .format("socket")
                .option("host", "127.0.0.1")
                .option("port", port)
                .load()
                .writeStream()
                .queryName("refused")
                .format("noop"));
    assertThat(query)
        .fails()
        .withCause(ConnectException.class)
        .hasMessageStartingWith(
            "Query 'refused' has failed in batch 0: java.net.ConnectException: Connection refused\n"
                + "  batch read of TextSocketV2[host: 127.0.0.1, port: "
                + port
                + "]: from its start to -1\n  thrown at:\n");
  }

  /** Fact 12: such a state asks for a batch at every trigger, so Spark's own wait never ends. */
  @Test
  void aStateWithAProcessingTimeTimeoutIsNotWaitedForForEver(StreamHarness harness) {
    MemoryInput<String> users = harness.memoryInput(Encoders.STRING()).add("ann");
    FlatMapGroupsWithStateFunction<String, String, Integer, String> sessions =
        (user, rows, state) -> {
          state.update(1);
          state.setTimeoutDuration("10 minutes");
          return List.<String>of().iterator();
        };
    TestQuery query =
        harness.start(
            users
                .toDS()
                .groupByKey((MapFunction<String, String>) u -> u, Encoders.STRING())
                .flatMapGroupsWithState(
                    sessions,
                    OutputMode.Append(),
                    Encoders.INT(),
                    Encoders.STRING(),
                    GroupStateTimeout.ProcessingTimeTimeout())
                .writeStream()
                .format("noop")
                .trigger(Trigger.AvailableNow()));
    query.processAllAvailable();
    assertThat(query).lastStep().ranBatches(0, 1).ranNoDataBatch();
    Assertions.assertThat(query.isActive()).isTrue();
  }

  /** An input over a memory input's source, with another idea of how far things are. */
  private record Input(MemoryInput<?> memory, boolean hasArrived, boolean isProcessed)
      implements StreamInput {

    @Override
    public String description() {
      return "topic 'people'";
    }

    @Override
    public long added() {
      return 7;
    }

    @Override
    public boolean feeds(SourceStatus source) {
      return memory.feeds(source);
    }

    @Override
    public boolean hasArrived(SourceStatus source) {
      return hasArrived;
    }

    @Override
    public boolean isProcessed(SourceStatus source) {
      return isProcessed;
    }

    @Override
    public void close() {}
  }

  @Test
  void rowsThatDoNotArrive(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    harness.opened(new Input(lines, false, false));
    TestQuery query = harness.start("waiting", lines.toDF(), OutputMode.Append());
    harness.waitAtMost(ofMillis(500));
    assertThatThrownBy(query::processAllAvailable)
        .hasMessageStartingWith(
            "Query 'waiting' did not receive all that was added within 500 ms.\n  likely cause: what"
                + " was added to topic 'people' does not come to the query's source. Check that no"
                + " other reader takes it.\n"
                + "  trigger: ProcessingTimeTrigger(0), parked before its next trigger, 0 granted")
        .hasMessageContaining("\n  fed by: topic 'people', added 7\n");
  }

  @Test
  void rowsThatAQueryDoesNotTake(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    harness.opened(new Input(lines, true, false));
    TestQuery query = harness.start("picky", lines.toDF(), OutputMode.Append());
    assertThatThrownBy(() -> query.processAllAvailable(ofSeconds(2)))
        .hasMessageStartingWith("Query 'picky' did not ")
        .hasMessageContaining(
            " within 2000 ms.\n  likely cause: the"
                + " query takes no more of topic 'people', though not all of it is processed. Check"
                + " where the job starts to read (startingOffsets), and what it filters by (a path,"
                + " a pattern).\n")
        .hasMessageContaining("\n  batches of this step: [0]\n");
  }

  @Test
  void aTimeoutOfOneCallMustBePositive(StreamHarness harness) {
    TestQuery query =
        harness.start(harness.memoryInput(Encoders.STRING()).toDF(), OutputMode.Append());
    assertThatThrownBy(() -> query.processAllAvailable(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The timeout of a step must be positive, but is PT0S. See docs/errors/options.md");
  }
}
