package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of leak is found by itself. */
class BrokerTracesTest {

  @TempDir private Path folder;
  private URLClassLoader loader;

  @BeforeEach
  void ownLoader() {
    loader = new URLClassLoader(new URL[0]);
  }

  @AfterEach
  void closeLoader() throws IOException {
    loader.close();
  }

  @Test
  void findsAThreadThatSurvives() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    Thread survivor = new Thread(() -> awaitQuietly(end), "broker-reaper");
    survivor.setContextClassLoader(loader);
    survivor.start();
    BrokerTraces traces = new BrokerTraces(loader, "weir-0-", List.of(), folder.resolve("gone"));

    assertThat(traces.leftAfter(Duration.ofMillis(50)))
        .containsExactly("thread still alive: broker-reaper");

    end.countDown();
    survivor.join();
    assertThat(traces.left()).isEmpty();
  }

  @Test
  void findsAClientThatIsNotClosed() {
    KafkaClients clients =
        new KafkaClients(Map.of("bootstrap.servers", "127.0.0.1:1"), Duration.ofSeconds(1));
    BrokerTraces traces =
        new BrokerTraces(loader, clients.idPrefix(), List.of(), folder.resolve("gone"));
    try (Admin left = clients.admin()) {
      assertThat(traces.left())
          .containsExactly(
              "thread still alive: kafka-admin-client-thread | " + clients.idPrefix() + "1");
      assertThat(left.metrics()).isNotEmpty();
    }
    assertThat(traces.leftAfter(Duration.ofSeconds(5))).isEmpty();
  }

  @Test
  void findsAPortThatStillListens() throws IOException {
    BrokerTraces traces;
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      traces = new BrokerTraces(loader, "weir-0-", List.of(port), folder.resolve("gone"));
      assertThat(traces.left()).containsExactly("port still listening: " + port);
    }
    assertThat(traces.left()).isEmpty();
  }

  @Test
  void findsAFolderThatIsLeft() throws IOException {
    Path left = Files.createDirectory(folder.resolve("left"));
    BrokerTraces traces = new BrokerTraces(loader, "weir-0-", List.of(), left);

    assertThat(traces.left()).containsExactly("folder still there: " + left);

    Files.delete(left);
    assertThat(traces.left()).isEmpty();
  }

  @Test
  void waitsForAThreadThatEndsAMomentLater() {
    CountDownLatch looked = new CountDownLatch(1);
    Thread late = new Thread(() -> awaitQuietly(looked), "ends-soon");
    late.setContextClassLoader(loader);
    late.start();
    BrokerTraces traces = new BrokerTraces(loader, "weir-0-", List.of(), folder.resolve("gone"));
    assertThat(traces.left()).hasSize(1);

    looked.countDown();

    assertThat(traces.leftAfter(Duration.ofSeconds(5))).isEmpty();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
