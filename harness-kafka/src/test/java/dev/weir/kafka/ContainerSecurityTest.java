package dev.weir.kafka;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of listener of a broker in a container. */
@EnabledIfContainerEngine
@Tag("containers")
@SparkStreamingTest
class ContainerSecurityTest {

  @ParameterizedTest
  @EnumSource
  void aTopicIsWrittenReadAndReadBack(KafkaSecurity security, StreamHarness harness) {
    Map<String, String> client;
    try (ContainerKafkaBroker broker =
            ContainerKafkaBroker.start(BrokerSettings.ofTheJvm().image(), security, Map.of());
        KafkaTopic topic = broker.createTopic("people", 2)) {
      client = broker.clientProperties();
      TestQuery query =
          harness.start(
              topic.readStream().selectExpr("CAST(value AS STRING) AS value"), OutputMode.Append());
      topic.send("a", "b");
      query.processAllAvailable();

      assertThat(query).table().containsExactlyInAnyOrder("a", "b");
      assertThat(topic.received()).hasSize(2);
      query.stop();
      security.mechanism().ifPresent(mechanism -> aWrongPasswordIsRefused(broker, mechanism));
    }
    assertThat(client.getOrDefault("security.protocol", "PLAINTEXT"))
        .isEqualTo(security.protocol());
    assertThat(client.containsKey("ssl.truststore.location")).isEqualTo(security.hasTls());
    if (security.hasTls()) {
      assertThat(Path.of(client.get("ssl.truststore.location")).getParent()).doesNotExist();
    }
  }

  private static void aWrongPasswordIsRefused(ContainerKafkaBroker broker, String mechanism) {
    Map<String, String> wrong = broker.clientProperties("weir", "wrong");
    try (TopicAdmin admin = new TopicAdmin(new KafkaClients(wrong, Duration.ofSeconds(10)))) {
      assertThatThrownBy(admin::names)
          .isInstanceOf(KafkaHarnessException.class)
          .hasMessageStartingWith(
              "The broker at " + broker.bootstrapServers() + " refused the credentials of user")
          .hasMessageContaining(", sasl.mechanism " + mechanism + "): ");
    }
  }
}
