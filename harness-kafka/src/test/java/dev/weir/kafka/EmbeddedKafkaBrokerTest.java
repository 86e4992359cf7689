package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaBrokerTest {

  @TempDir private Path parent;
  private EmbeddedKafkaOptions options;
  private Set<Thread> threadsBefore;

  @BeforeEach
  void ownFolder() {
    threadsBefore = Set.copyOf(Thread.getAllStackTraces().keySet());
    options = EmbeddedKafkaOptions.DEFAULT.withParentFolder(parent);
  }

  @Test
  void leavesNothingBehind() throws IOException {
    BrokerTraces traces;
    try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(options)) {
      broker.createTopic("people", 1).send("a");
      traces = broker.traces();
      assertThat(traces.left())
          .anyMatch(trace -> trace.startsWith("thread still alive: "))
          .anyMatch(trace -> trace.startsWith("port still listening: "))
          .contains("folder still there: " + traces.folder());
    }

    assertThat(traces.leftAfter(Duration.ofSeconds(5))).isEmpty();
    assertThat(filesIn(parent)).isEmpty();
  }

  @Test
  void saysWhatRunsWhere() {
    try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(options)) {
      assertThat(broker.describe())
          .isEqualTo("embedded Kafka 3.9.1, 1 broker at " + broker.bootstrapServers());
      assertThat(broker.bootstrapServers()).matches("127\\.0\\.0\\.1:\\d+");
      assertThat(broker.clientProperties())
          .containsExactlyEntriesOf(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
  }

  @Test
  void severalBrokersKeepSeveralReplicas() {
    EmbeddedKafkaOptions three =
        options.withPorts(0, 0, 0).withProperty("default.replication.factor", "3");
    BrokerTraces traces;
    try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(three)) {
      traces = broker.traces();
      KafkaTopic topic = broker.createTopic("people", 3);
      topic.send(
          IntStream.range(0, 30)
              .mapToObj(i -> KafkaRecord.of("v" + i).toPartition(i % 3))
              .toList());

      assertThat(topic.received()).hasSize(30);
      assertThat(broker.admin().replicas("people")).containsExactly(3, 3, 3);
      assertThat(broker.describe()).contains("3 brokers");
    }

    assertThat(traces.leftAfter(Duration.ofSeconds(5))).isEmpty();
  }

  @Test
  void closingTwiceIsClosingOnce() {
    EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(options);
    broker.close();
    broker.close();

    assertThatThrownBy(() -> broker.createTopic("people", 1))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(KafkaMessages.brokerClosed());
    assertThat(broker.faults()).isEmpty();
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedKafkaBroker.start(options.withPorts(taken.getLocalPort())))
          .isInstanceOf(KafkaHarnessException.class)
          .hasMessage(
              "The embedded broker cannot listen on port "
                  + taken.getLocalPort()
                  + " of 127.0.0.1: somebody else does. Stop whoever it is, or leave the port out:"
                  + " the broker then takes a free one. See docs/errors/kafka-port-taken.md");
    }

    assertThat(filesIn(parent)).isEmpty();
    assertThat(Await.until(Duration.ofSeconds(5), () -> brokerThreads().isEmpty()))
        .as("threads left: %s", brokerThreads())
        .isTrue();
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "a file, no folder");

    assertThatThrownBy(() -> EmbeddedKafkaBroker.start(options.withParentFolder(file)))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The embedded broker cannot write to "
                + file
                + " (NotDirectoryException: "
                + file
                + "). It needs a folder for its logs: let the system property java.io.tmpdir name"
                + " one that can be written. See docs/errors/kafka-folder-not-writable.md");
  }

  @Test
  void aBrokerThatRefusesItsConfigurationSaysWhy() throws IOException {
    assertThatThrownBy(
            () -> EmbeddedKafkaBroker.start(options.withProperty("num.io.threads", "none")))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The embedded broker did not start: ConfigException: Invalid value none for"
                + " configuration num.io.threads: Not a number of type INT. What it said before is"
                + " in the log of kafka.server. See docs/errors/kafka-broker-not-started.md");
    assertThat(filesIn(parent)).isEmpty();
  }

  @Test
  void aStartThatTakesTooLongIsUndone() throws IOException {
    assertThatThrownBy(() -> EmbeddedKafkaBroker.start(options.withTimeout(Duration.ofMillis(300))))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessageStartingWith(
            "The embedded broker did not start within 300 ms; this is what it was doing:\n    at ")
        .hasMessageEndingWith(
            "What it said before is in the log of kafka.server."
                + " See docs/errors/kafka-broker-not-started.md");

    assertThat(filesIn(parent)).isEmpty();
    assertThat(Await.until(Duration.ofSeconds(5), () -> brokerThreads().isEmpty()))
        .as("threads left: %s", brokerThreads())
        .isTrue();
  }

  @Test
  void aJvmThatEndsWithoutClosingItLeavesNoFolder() throws Exception {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                NeverCloses.class.getName(),
                parent.toString())
            .redirectErrorStream(true)
            .start();
    String said;
    try (BufferedReader says = other.inputReader(StandardCharsets.UTF_8)) {
      said = says.lines().collect(Collectors.joining("\n"));
    }

    assertThat(other.waitFor()).as(said).isZero();
    assertThat(said).contains("started: embedded Kafka 3.9.1");
    assertThat(filesIn(parent)).isEmpty();
  }

  /** Starts a broker and ends as a JVM does whose last thread returns. */
  static final class NeverCloses {

    private NeverCloses() {}

    public static void main(String[] arguments) {
      EmbeddedKafkaOptions options =
          EmbeddedKafkaOptions.DEFAULT.withParentFolder(Path.of(arguments[0]));
      System.out.println("started: " + EmbeddedKafkaBroker.start(options).describe());
      System.exit(0);
    }
  }

  /** Of this test's brokers: the broker that the other test classes share may be running. */
  private List<String> brokerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !threadsBefore.contains(thread))
        .filter(thread -> thread.getContextClassLoader() instanceof BrokerClassLoader)
        .map(Thread::getName)
        .toList();
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
