package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.QueryFailedException;
import dev.weir.query.QueryTimeoutException;
import dev.weir.query.TestQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client reads that the broker does not let in, or that does not trust the broker. */
@Tag("slow")
@SparkStreamingTest(strict = false)
class KafkaRefusedTest {

  /** Each refusal is known by then; Kafka's own clients would take a minute for some. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static EmbeddedKafkaBroker broker;
  private static KafkaTopic topic;

  @BeforeAll
  static void start() {
    broker =
        EmbeddedKafkaBroker.start(
            EmbeddedKafkaOptions.DEFAULT.withSecurity(KafkaSecurity.SASL_SCRAM_OVER_TLS));
    topic = broker.createTopic("people", 1);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  /** By the harness's own clients, and by a query that reads. */
  private static void assertRefused(
      StreamHarness harness, Map<String, String> client, String start, String end) {
    try (TopicAdmin admin = new TopicAdmin(new KafkaClients(client, PATIENCE))) {
      assertThatThrownBy(() -> admin.create(TopicSpec.of("other")))
          .isInstanceOf(KafkaHarnessException.class)
          .hasMessageStartingWith(start)
          .hasMessageEndingWith(end);
      assertThatThrownBy(admin::names)
          .isInstanceOf(KafkaHarnessException.class)
          .hasMessageStartingWith(start)
          .hasMessageEndingWith(end);
    }
    TestQuery query = read(harness, client);
    assertThatThrownBy(() -> query.processAllAvailable(PATIENCE))
        .isInstanceOf(QueryFailedException.class)
        .hasMessageStartingWith(
            "Query 'people' has failed while it looked for the input of batch 0: ")
        .hasMessageContaining("\n  likely cause: " + start)
        .hasMessageContaining(end + "\n  thrown at:")
        .message()
        .doesNotContain("top secret");
  }

  private static TestQuery read(StreamHarness harness, Map<String, String> client) {
    return harness.start(
        "people",
        harness
            .spark()
            .readStream()
            .format("kafka")
            .options(sparkOptions(client))
            .option("subscribe", topic.name())
            .load(),
        OutputMode.Append());
  }

  private static Map<String, String> sparkOptions(Map<String, String> client) {
    Map<String, String> options = new HashMap<>();
    client.forEach((name, value) -> options.put("kafka." + name, value));
    return options;
  }

  private static Map<String, String> with(Map<String, String> changes) {
    Map<String, String> properties = new HashMap<>(broker.clientProperties());
    properties.putAll(changes);
    return properties;
  }

  @Test
  void aWrongPassword(StreamHarness harness) {
    assertRefused(
        harness,
        broker.clientProperties("weir", "top secret"),
        "The broker at "
            + broker.bootstrapServers()
            + " refused the credentials of user 'weir' (security.protocol SASL_SSL, sasl.mechanism"
            + " SCRAM-SHA-512): SaslAuthenticationException: ",
        " See docs/errors/kafka-credentials.md");
  }

  @Test
  void anUnknownUser(StreamHarness harness) {
    assertRefused(
        harness,
        broker.clientProperties("nobody", "top secret"),
        "The broker at " + broker.bootstrapServers() + " refused the credentials of user 'nobody'",
        " See docs/errors/kafka-credentials.md");
  }

  @Test
  void aClientOfTheTestsOwnIsToldByKafka() {
    Map<String, Object> wrong = new HashMap<>(broker.clientProperties("weir", "top secret"));
    try (Admin admin = Admin.create(wrong)) {
      assertThatThrownBy(
              () -> admin.listTopics().names().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(SaslAuthenticationException.class)
          .message()
          .doesNotContain("top secret");
    }
  }

  @Test
  void anotherTruststore(@TempDir Path folder, StreamHarness harness) {
    Certificates others = Certificates.create(folder);
    assertRefused(
        harness,
        with(
            Map.of(
                "ssl.truststore.location", others.truststore().toString(),
                "ssl.truststore.password", others.password())),
        "The certificate of the broker at "
            + broker.bootstrapServers()
            + " is not trusted: ValidatorException: PKIX path",
        ". The client trusts what is in ssl.truststore.location, "
            + others.truststore()
            + ". A truststore with this certificate is in the clientProperties() of the KafkaBroker"
            + " and in the options() of a topic. See docs/errors/kafka-certificate.md");
  }

  @Test
  void noTruststore(StreamHarness harness) {
    Map<String, String> client = new HashMap<>(broker.clientProperties());
    client.keySet().removeIf(name -> name.startsWith("ssl.truststore."));
    assertRefused(
        harness,
        client,
        "The certificate of the broker at "
            + broker.bootstrapServers()
            + " is not trusted: ValidatorException: PKIX path",
        ". The client trusts whom the JDK trusts, as it has no ssl.truststore.location. A"
            + " truststore with this certificate is in the clientProperties() of the KafkaBroker"
            + " and in the options() of a topic. See docs/errors/kafka-certificate.md");
  }

  @Test
  void aSinkWithAWrongPassword(StreamHarness harness) {
    TestQuery query =
        harness.start(
            topic
                .readStream()
                .selectExpr("value")
                .writeStream()
                .format("kafka")
                .options(sparkOptions(broker.clientProperties("writer", "top secret")))
                .option("topic", topic.name()));
    topic.send("a");
    assertThatThrownBy(() -> query.processAllAvailable(PATIENCE))
        .isInstanceOf(QueryFailedException.class)
        .hasMessageContaining(" has failed in batch 0: ")
        .hasMessageContaining(
            "\n  likely cause: The broker at "
                + broker.bootstrapServers()
                + " refused the credentials of user 'writer' (security.protocol SASL_SSL, ")
        .message()
        .doesNotContain("top secret");
  }

  @ParameterizedTest
  @CsvSource({"TLS, PLAINTEXT", "SASL_PLAIN, PLAINTEXT", "NONE, SSL"})
  void anotherProtocol(KafkaSecurity security, String protocol, StreamHarness harness) {
    OffsetFetching.byAdmin(harness);
    Duration impatient = Duration.ofSeconds(2);
    try (EmbeddedKafkaBroker other =
        EmbeddedKafkaBroker.start(EmbeddedKafkaOptions.DEFAULT.withSecurity(security))) {
      Map<String, String> client =
          Map.of(
              "bootstrap.servers",
              other.bootstrapServers(),
              "security.protocol",
              protocol,
              "request.timeout.ms",
              "2500",
              "default.api.timeout.ms",
              "2500");
      try (TopicAdmin admin = new TopicAdmin(new KafkaClients(client, impatient))) {
        assertThatThrownBy(admin::names)
            .isInstanceOf(KafkaHarnessException.class)
            .hasMessage(SecurityMessages.otherProtocol(ClientIdentity.of(client)));
      }
      TestQuery query = read(harness, client);
      assertThatThrownBy(() -> query.processAllAvailable(impatient))
          .isInstanceOf(QueryTimeoutException.class)
          .hasMessageContaining(
              "\n  likely cause: a source or a sink waits for another system, which does not"
                  + " answer. Check the address that the job was given, whether that system runs,"
                  + " and whether both sides want TLS and a login, or neither.\n");
    }
  }
}
