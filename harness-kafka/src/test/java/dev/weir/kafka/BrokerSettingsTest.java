package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;

/** Which broker a run gets, and what it is told when it cannot have it. */
class BrokerSettingsTest {

  private static BrokerSettings settings(
      Map<String, String> parameters, Map<String, String> environment) {
    return new BrokerSettings(parameters::get, environment::get);
  }

  private static BrokerSettings parameters(String name, String value) {
    return settings(Map.of(name, value), Map.of());
  }

  @Test
  void aParameterWinsOverAVariableAndBothOverTheDefault() {
    assertThat(settings(Map.of(), Map.of()).kind()).isEqualTo(BrokerKind.EMBEDDED);
    assertThat(settings(Map.of(), Map.of("WEIR_KAFKA_BROKER", "memory")).kind())
        .isEqualTo(BrokerKind.MEMORY);
    assertThat(
            settings(
                    Map.of("weir.kafka.broker", "container-or-embedded"),
                    Map.of("WEIR_KAFKA_BROKER", "memory"))
                .kind())
        .isEqualTo(BrokerKind.CONTAINER_OR_EMBEDDED);
    assertThat(parameters("weir.kafka.broker", " ").kind()).isEqualTo(BrokerKind.EMBEDDED);
  }

  @Test
  void theImageIsThatOfTheEmbeddedBrokersVersionUnlessItIsSet() {
    assertThat(settings(Map.of(), Map.of()).image()).isEqualTo("apache/kafka:3.9.1");
    assertThat(settings(Map.of(), Map.of("WEIR_KAFKA_IMAGE", "ours/kafka:4")).image())
        .isEqualTo("ours/kafka:4");
  }

  @Test
  void anEngineIsRequiredIfTheRunSaysSo() {
    assertThat(parameters("weir.kafka.engine.required", "true").isEngineRequired()).isTrue();
    assertThat(parameters("weir.kafka.engine.required", "false").isEngineRequired()).isFalse();
    assertThat(settings(Map.of(), Map.of()).isEngineRequired()).isFalse();
  }

  @Test
  void whatIsNoKindIsNamedWithWhoSaidSo() {
    assertThatThrownBy(() -> settings(Map.of(), Map.of("WEIR_KAFKA_BROKER", "docker")).kind())
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "WEIR_KAFKA_BROKER is 'docker', which is no kind of broker. It is one of: memory,"
                + " embedded, container, container-or-embedded, external."
                + " See docs/errors/kafka-broker-kind.md");
  }

  @Test
  void anExternalClusterComesFromAFileOrAnAddress(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("client.properties");
    Files.writeString(file, "bootstrap.servers=a:1\nsecurity.protocol=SSL\n");
    assertThat(parameters("weir.kafka.client.properties", file.toString()).externalClient())
        .isEqualTo(Map.of("bootstrap.servers", "a:1", "security.protocol", "SSL"));
    assertThat(
            settings(
                    Map.of("weir.kafka.client.properties", file.toString()),
                    Map.of("WEIR_KAFKA_BOOTSTRAP_SERVERS", "b:2"))
                .externalClient())
        .isEqualTo(Map.of("bootstrap.servers", "b:2", "security.protocol", "SSL"));
  }

  @Test
  void anExternalClusterWithoutAnAddressIsRefused() {
    String text =
        "An external Kafka cluster was asked for, but nothing says where it is. Set"
            + " weir.kafka.bootstrap.servers (or WEIR_KAFKA_BOOTSTRAP_SERVERS) to its host:port, or"
            + " weir.kafka.client.properties (or WEIR_KAFKA_CLIENT_PROPERTIES) to a file with"
            + " bootstrap.servers in it. See docs/errors/kafka-external.md";
    assertThatThrownBy(() -> settings(Map.of(), Map.of()).externalClient())
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(text);
    assertThatThrownBy(() -> ExternalKafkaBroker.connect(Map.of()))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(text);
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    assertThatThrownBy(
            () -> parameters("weir.kafka.client.properties", "no/such.file").externalClient())
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The Kafka client properties in 'no/such.file' (weir.kafka.client.properties) cannot be"
                + " read: NoSuchFileException: no/such.file."
                + " See docs/errors/kafka-external.md");
  }

  private static BrokerRequest request(BrokerKind kind, int brokers, String... properties) {
    return BrokerRequest.of(
        settings(Map.of(), Map.of()),
        kind,
        brokers,
        List.of(),
        "",
        KafkaSecurity.NONE,
        List.of(properties),
        "");
  }

  @Test
  void requestsThatAreEqualAreOneBroker() {
    assertThat(request(BrokerKind.DEFAULT, 1)).isEqualTo(request(BrokerKind.EMBEDDED, 1));
    assertThat(request(BrokerKind.EMBEDDED, 3)).isNotEqualTo(request(BrokerKind.EMBEDDED, 1));
    assertThat(request(BrokerKind.EMBEDDED, 1, "a = b").properties()).isEqualTo(Map.of("a", "b"));
    assertThat(request(BrokerKind.MEMORY, 3)).isEqualTo(request(BrokerKind.MEMORY, 1));
  }

  @Test
  void aNumberOfBrokersThatCannotBeIsRefused() {
    assertThatThrownBy(() -> request(BrokerKind.EMBEDDED, 4))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(
            "A Kafka cluster of 4 brokers was asked for. An embedded one has 1 to 3."
                + " See docs/errors/kafka-broker-kind.md");
    assertThatThrownBy(() -> request(BrokerKind.CONTAINER, 3))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(
            "A Kafka cluster of 3 brokers was asked for, in containers; a container is one broker."
                + " Ask for EMBEDDED, which has up to three."
                + " See docs/errors/kafka-broker-kind.md");
    assertThatThrownBy(() -> EmbeddedKafkaBroker.start(0))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "A Kafka cluster of 0 brokers was asked for. An embedded one has 1 to 3."
                + " See docs/errors/kafka-broker-kind.md");
  }

  @Test
  void aPortForEachBrokerOrNone() {
    assertThatThrownBy(
            () ->
                BrokerRequest.of(
                    settings(Map.of(), Map.of()),
                    BrokerKind.EMBEDDED,
                    3,
                    List.of(9092),
                    "",
                    KafkaSecurity.NONE,
                    List.of(),
                    ""))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(
            "A Kafka cluster of 3 brokers was asked for, on the ports [9092]. Name a port for each"
                + " broker, or none. See docs/errors/kafka-broker-kind.md");
  }

  @Test
  void aPropertyWithoutAValueIsRefused() {
    assertThatThrownBy(() -> request(BrokerKind.EMBEDDED, 1, "num.io.threads"))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(
            "'num.io.threads' is no property of a broker: write @KafkaTest(properties ="
                + " \"name=value\"). See docs/errors/kafka-broker-kind.md");
  }

  @Test
  void aContainerThatCannotBeHadIsAFailure() throws IOException {
    String problem;
    try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      problem = ContainerEngine.look(empty);
    }
    ContainerEngine none = new ContainerEngine(problem);
    assertThatThrownBy(() -> ContainerKafkaBroker.require(none))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "A Kafka broker in a container was asked for, and cannot be had:"
                + " org.testcontainers:testcontainers-kafka is not on the tests' class path. Add the"
                + " library, or start the engine; or ask for 'container-or-embedded', which takes"
                + " the embedded broker then. See docs/errors/kafka-container.md");
    assertThat(BrokerMessages.noEngine(new IllegalStateException("no socket")))
        .isEqualTo("Testcontainers found no container engine (IllegalStateException: no socket)");
    assertThat(BrokerMessages.olderLibrary(new NoSuchFieldError("READ_UNKNOWN")))
        .isEqualTo(
            "Testcontainers fits no library of the tests' class path (NoSuchFieldError:"
                + " READ_UNKNOWN). With Spark 3.4 and older, give"
                + " com.fasterxml.jackson.core:jackson-annotations the version 2.15.2 or a newer"
                + " one");
  }

  @Test
  void testsThatAreNotRunAreSkippedWithTheReason() {
    var result = ContainerEngineCondition.decide(Optional.of("a test of Weir pretends so"));
    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason()).contains("a test of Weir pretends so");
    assertThat(ContainerEngineCondition.decide(Optional.empty()).isDisabled()).isFalse();
    assertThat(BrokerMessages.containerTestsNotRun("why"))
        .isEqualTo("Weir: tests with Kafka in a container are NOT RUN: why");
  }
}
