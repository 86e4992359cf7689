package dev.weir.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.input.SocketInput;
import dev.weir.query.TestQuery;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When a run is over, nothing of it is left: no context, no thread, no port, no folder. */
class NothingLeftTest {

  @ExtendWith(SparkStreamingExtension.class)
  static class BusyTestCases {
    static SparkSession spark;
    static int port;
    static Path ofTheTest;
    static Path ofTheContext;

    @Test
    void usesEverything(StreamHarness harness) {
      MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
      SocketInput socket = harness.socketInput();
      port = socket.port();
      socket.send("b");
      TestQuery memory =
          harness.start(lines.toDF().groupBy("value").count(), OutputMode.Complete());
      TestQuery overSocket = harness.start(socket.toDF(), OutputMode.Append());
      memory.processAllAvailable();
      overSocket.processAllAvailable();
      ofTheTest = harness.folder();
      ofTheContext = Path.of(spark.sparkContext().getConf().get("spark.local.dir")).getParent();
      assertThat(ofTheTest).exists();
      assertThat(ofTheContext).exists();
    }
  }

  private static List<String> streamThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("stream execution thread") || name.startsWith("weir-"))
        .toList();
  }

  @Test
  void afterARun() throws Exception {
    assertThat(Kit.failures(Kit.run(BusyTestCases.class))).isEmpty();
    assertThat(BusyTestCases.spark.sparkContext().isStopped()).isTrue();
    assertThat(streamThreads()).isEmpty();
    assertThat(BusyTestCases.port).isPositive();
    try (ServerSocket free =
        new ServerSocket(BusyTestCases.port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(free.isBound()).isTrue();
    }
    // Other runs on this machine may have folders of their own.
    assertThat(BusyTestCases.ofTheTest).doesNotExist();
    assertThat(BusyTestCases.ofTheContext).doesNotExist();
  }
}
