package dev.weir.kafka;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/** Kafka in a container, where a container engine runs. */
@Tag("slow")
@EnabledIfContainerEngine
class ContainerKafkaBrokerTest {

  @Test
  @KafkaTest(broker = BrokerKind.CONTAINER)
  void aQueryReadsWhatWasSent(
      StreamHarness harness, KafkaBroker broker, @Topic(partitions = 3) KafkaTopic topic) {
    assertThat(broker.describe())
        .isEqualTo(
            "Kafka in a container of "
                + BrokerSettings.ofTheJvm().image()
                + ", 1 broker at "
                + broker.bootstrapServers());
    TestQuery query =
        harness.start(
            topic.readStream().selectExpr("CAST(value AS STRING) AS value"), OutputMode.Append());
    topic.send("a", "b");
    topic.send(KafkaRecord.of("c").toPartition(2));
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder("a", "b", "c");
    assertThat(topic.received()).hasSize(3);
  }

  @Test
  void itListensOnLoopbackAloneAndLeavesNothing() throws IOException {
    String id;
    try (ContainerKafkaBroker broker = ContainerKafkaBroker.start()) {
      id = broker.containerId();
      assertThat(containers()).contains(id);
      int port = Integer.parseInt(broker.bootstrapServers().replaceFirst(".*:", ""));
      assertThat(isListenedOn(InetAddress.getLoopbackAddress(), port)).isTrue();
      for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
        for (InetAddress address : network.inetAddresses().toList()) {
          assertThat(isListenedOn(address, port))
              .as(address.toString())
              .isEqualTo(address.getHostAddress().equals("127.0.0.1"));
        }
      }
    }
    assertThat(containers()).doesNotContain(id);
  }

  @Test
  void anImageThatCannotBeHadIsNamed() {
    assertThatThrownBy(() -> ContainerKafkaBroker.start("localhost:1/none:none"))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessageStartingWith(
            "The image localhost:1/none:none is not here and cannot be pulled: ")
        .hasMessageEndingWith(
            ". Check the name (@KafkaTest(image), weir.kafka.image, WEIR_KAFKA_IMAGE) and the"
                + " registry. See docs/errors/kafka-container.md");
  }

  @Test
  void anImageThatCannotBeHadIsAReasonToSkip() {
    assertThat(ContainerImage.problem("localhost:1/none:none").orElseThrow())
        .startsWith("the image localhost:1/none:none is not here and cannot be pulled (");
    assertThat(ContainerImage.problem(BrokerSettings.ofTheJvm().image())).isEmpty();
  }

  @Test
  void aBrokerThatRefusesItsConfigurationIsShownWithItsLastWords() {
    List<String> before = containers();
    assertThatThrownBy(
            () ->
                ContainerKafkaBroker.start(
                    BrokerSettings.ofTheJvm().image(),
                    KafkaSecurity.NONE,
                    Map.of("num.io.threads", "none")))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessageStartingWith(
            "The container of "
                + BrokerSettings.ofTheJvm().image()
                + " did not become a Kafka broker: ")
        .hasMessageContaining("Invalid value none for configuration num.io.threads")
        .hasMessageEndingWith("\nSee docs/errors/kafka-container.md");
    assertThat(containers()).isEqualTo(before);
  }

  /** Of this JVM: another may run Testcontainers at the same time. */
  private static List<String> containers() {
    return DockerClientFactory.instance()
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of("org.testcontainers.sessionId", DockerClientFactory.SESSION_ID))
        .exec()
        .stream()
        .map(container -> container.getId())
        .toList();
  }

  private static boolean isListenedOn(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
