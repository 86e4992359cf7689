package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.input.MemoryInput;
import dev.weir.input.SocketInput;
import dev.weir.query.QueryTimeoutException;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a harness leaves: nothing; and how it is found if it does. */
@ExtendWith(WithHarness.class)
class EndOfHarnessTest {

  @Test
  void nothingIsLeft(LocalSpark spark) throws IOException {
    SparkSession session = spark.newSession();
    session.conf().set("spark.sql.shuffle.partitions", "17");
    StreamHarness harness =
        StreamHarness.over(
            session, HarnessOptions.defaults().withConf("spark.sql.ansi.enabled", "true"));
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    SocketInput socket = harness.socketInput();
    socket.send("b");
    TestQuery memory = harness.start(lines.toDF().groupBy("value").count(), OutputMode.Complete());
    TestQuery overSocket = harness.start(socket.toDF(), OutputMode.Append());
    memory.processAllAvailable();
    overSocket.processAllAvailable();

    harness.close();
    harness.close();

    assertThat(harness.leftBehind()).isEmpty();
    assertThat(memory.isActive()).isFalse();
    assertThat(overSocket.isActive()).isFalse();
    assertThat(harness.folder()).doesNotExist();
    assertThat(session.conf().get("spark.sql.shuffle.partitions")).isEqualTo("17");
    assertThat(session.conf().get("spark.sql.ansi.enabled")).isEqualTo("false");
    assertThat(SparkSession.getActiveSession().isEmpty()).isTrue();
    try (ServerSocket free = new ServerSocket(socket.port(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(free.isBound()).isTrue();
    }
    assertThat(spark.putRight()).isEmpty();
  }

  @Test
  void aPortAndAFolderThatAreThereAreFound(StreamHarness harness) {
    SocketInput socket = harness.socketInput();
    assertThat(harness.leftBehind())
        .containsExactly(
            "socket input on port " + socket.port() + " still has its port or its thread",
            "folder " + harness.folder() + " is still there");
  }

  @Test
  void aQueryThatIsStuckIsATimeoutWithADiagnosis(LocalSpark spark) throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    SparkSession session = spark.newSession();
    StreamHarness harness =
        StreamHarness.over(
            session,
            HarnessOptions.defaults()
                .withTimeout(Duration.ofMillis(1500))
                .withConf("spark.sql.streaming.stopTimeout", "200"));
    MemoryInput<String> lines = harness.memoryInput("lines", Encoders.STRING()).add("a");
    TestQuery query =
        harness.start(
            lines
                .toDF()
                .writeStream()
                .queryName("stuck")
                .foreachBatch(
                    (Dataset<Row> batch, Long id) -> {
                      inside.countDown();
                      awaitUninterruptibly(release);
                    }));
    assertThatThrownBy(query::processAllAvailable)
        .isInstanceOf(QueryTimeoutException.class)
        .hasMessageStartingWith("Query 'stuck' did not finish its trigger within 1500 ms.")
        .hasMessageContaining("\n  trigger: ProcessingTimeTrigger(0), inside a trigger, 0 granted")
        .hasMessageContaining("\n  clock: " + harness.now())
        .hasMessageContaining("\n  source: MemoryInput[lines#")
        .hasMessageContaining("\n    fed by: memory input 'lines', added 1".replace("    ", "  "))
        .hasMessageContaining("\n  last progress: none")
        .hasMessageContaining("\n  status: Processing new data")
        .hasMessageContaining("\n  stream: thread 'stream execution thread for stuck")
        .hasMessageContaining("awaitUninterruptibly")
        .hasMessageEndingWith("\nSee docs/errors/query-timeout.md");
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

    // It does not stop either: the thread is named, and the rest goes on to be closed.
    assertThatThrownBy(harness::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Query 'stuck' does not stop: thread 'stream execution thread for");
    assertThat(harness.leftBehind())
        .anySatisfy(
            left ->
                assertThat(left)
                    .startsWith("the thread of query 'stuck', append mode is still alive:"));
    assertThat(Files.exists(harness.folder())).isFalse();
    release.countDown();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("stream execution thread for stuck")) {
        thread.join(10_000);
      }
    }
    assertThat(harness.leftBehind()).isEmpty();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
