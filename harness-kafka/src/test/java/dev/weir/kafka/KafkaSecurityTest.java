package dev.weir.kafka;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of listener, with the harness's own clients and with Spark. */
@Tag("slow")
@SparkStreamingTest
class KafkaSecurityTest {

  @ParameterizedTest
  @EnumSource
  void aTopicIsWrittenReadAndReadBack(KafkaSecurity security, StreamHarness harness) {
    try (EmbeddedKafkaBroker broker =
            EmbeddedKafkaBroker.start(EmbeddedKafkaOptions.DEFAULT.withSecurity(security));
        KafkaTopic in = broker.createTopic("in", 2);
        KafkaTopic out = broker.createTopic("out", 2)) {
      TestQuery query =
          harness.start(
              in.readStream()
                  .selectExpr("upper(CAST(value AS STRING)) AS value")
                  .writeStream()
                  .format("kafka")
                  .options(out.options())
                  .option("topic", out.name()));
      in.send("a", "b");
      query.processAllAvailable();

      assertThat(query).table().containsExactlyInAnyOrder("A", "B");
      Assertions.assertThat(out.received())
          .extracting(ReceivedRecord::value)
          .containsExactlyInAnyOrder("A", "B");
      query.stop();
    }
  }

  @Test
  void aJobNeedsPropertiesOnly() {
    try (EmbeddedKafkaBroker broker =
            EmbeddedKafkaBroker.start(
                EmbeddedKafkaOptions.DEFAULT.withSecurity(KafkaSecurity.SASL_PLAIN_OVER_TLS));
        KafkaTopic topic = broker.createTopic("people", 1)) {
      Assertions.assertThat(topic.options())
          .containsKeys(
              "kafka.bootstrap.servers",
              "kafka.security.protocol",
              "kafka.sasl.mechanism",
              "kafka.sasl.jaas.config",
              "kafka.ssl.truststore.type",
              "kafka.ssl.truststore.location",
              "kafka.ssl.truststore.password",
              "subscribe")
          .containsEntry("kafka.security.protocol", "SASL_SSL")
          .containsEntry("kafka.sasl.mechanism", "PLAIN");
      Assertions.assertThat(broker + broker.describe() + topic)
          .doesNotContain(topic.options().get("kafka.ssl.truststore.password"))
          .doesNotContain("password");
    }
  }

  @Test
  void aBrokerWithoutALoginHasNoOtherUsers() {
    try (EmbeddedKafkaBroker broker =
        EmbeddedKafkaBroker.start(EmbeddedKafkaOptions.DEFAULT.withSecurity(KafkaSecurity.TLS))) {
      assertThatThrownBy(() -> broker.clientProperties("weir", "wrong"))
          .isInstanceOf(KafkaHarnessException.class)
          .hasMessage(SecurityMessages.noLogin(broker.describe()));
    }
  }

  /** Kafka registers its logins for the whole JVM: see OwnSaslProvider in the broker's module. */
  @Test
  void twoBrokersAtOnceCheckTheirOwnLoginsAndLeaveNothing() {
    Set<String> before = providers();
    try (EmbeddedKafkaBroker plain =
            EmbeddedKafkaBroker.start(
                EmbeddedKafkaOptions.DEFAULT.withSecurity(KafkaSecurity.SASL_PLAIN));
        EmbeddedKafkaBroker scram =
            EmbeddedKafkaBroker.start(
                EmbeddedKafkaOptions.DEFAULT.withSecurity(KafkaSecurity.SASL_SCRAM));
        EmbeddedKafkaBroker alsoPlain =
            EmbeddedKafkaBroker.start(
                EmbeddedKafkaOptions.DEFAULT.withSecurity(KafkaSecurity.SASL_PLAIN))) {
      Assertions.assertThat(plain.admin().names()).isEmpty();
      Assertions.assertThat(scram.admin().names()).isEmpty();
      Assertions.assertThat(alsoPlain.admin().names()).isEmpty();
      Assertions.assertThat(providers()).hasSize(before.size() + 3);
    }
    Assertions.assertThat(providers()).isEqualTo(before);
  }

  private static Set<String> providers() {
    return Arrays.stream(Security.getProviders())
        .map(Provider::getName)
        .filter(name -> name.startsWith("weir-kafka-"))
        .collect(Collectors.toSet());
  }

  @Test
  void severalBrokers(StreamHarness harness) {
    EmbeddedKafkaOptions three =
        EmbeddedKafkaOptions.DEFAULT
            .withPorts(0, 0, 0)
            .withProperty("default.replication.factor", "3")
            .withSecurity(KafkaSecurity.SASL_SCRAM_OVER_TLS);
    try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(three);
        KafkaTopic topic = broker.createTopic("people", 3)) {
      TestQuery query =
          harness.start(
              topic.readStream().selectExpr("CAST(value AS STRING) AS value"), OutputMode.Append());
      for (int i = 0; i < 30; i++) {
        topic.send(KafkaRecord.of("v" + i).toPartition(i % 3));
      }
      query.processAllAvailable();

      assertThat(query).table().hasSize(30);
      Assertions.assertThat(broker.admin().replicas("people")).containsExactly(3, 3, 3);
      query.stop();
    }
  }
}
