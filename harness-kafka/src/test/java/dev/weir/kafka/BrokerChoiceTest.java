package dev.weir.kafka;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.weir.StreamHarness;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import net.bytebuddy.ByteBuddy;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The broker of a test is the one that was asked for. */
@Tag("slow")
@KafkaTest(broker = BrokerKind.EMBEDDED)
class BrokerChoiceTest {

  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  @AfterEach
  void forget() {
    SEEN.clear();
  }

  private static EngineExecutionResults run(Map<String, String> parameters, Class<?>... classes) {
    EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter");
    parameters.forEach(kit::configurationParameter);
    return kit.selectors(
            Arrays.stream(classes)
                .map(type -> (DiscoverySelector) selectClass(type))
                .toArray(DiscoverySelector[]::new))
        .execute();
  }

  private static String failure(EngineExecutionResults results) {
    return results.testEvents().failed().stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .map(result -> result.getThrowable().orElseThrow().getMessage())
        .findFirst()
        .orElseThrow();
  }

  @KafkaTest
  public static class PlainTestCase {
    @Test
    public void test(KafkaBroker broker, KafkaTopic topic) {
      topic.send("a");
      SEEN.add(broker.describe());
      assertThat(topic.received()).hasSize(1);
    }
  }

  @Test
  void fiftyClassesShareOneBroker() {
    Class<?>[] classes =
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    new ByteBuddy()
                        .subclass(PlainTestCase.class)
                        .name("dev.weir.kafka.Generated" + i + "TestCase")
                        .make()
                        .load(getClass().getClassLoader())
                        .getLoaded())
            .toArray(Class<?>[]::new);
    run(Map.of(), classes).testEvents().assertStatistics(s -> s.succeeded(50).failed(0));
    assertThat(SEEN).singleElement().asString().startsWith("embedded Kafka 3.9.1, 1 broker at ");
  }

  @Test
  void aWholeRunGoesWithoutABroker() {
    run(Map.of("weir.kafka.broker", "memory"), PlainTestCase.class)
        .testEvents()
        .assertStatistics(s -> s.succeeded(1));
    assertThat(SEEN).containsExactly("no broker: topics are memory inputs");
  }

  @Test
  void anExternalClusterKeepsTheTopicsOfOthers(EmbeddedKafkaBroker cluster, KafkaTopic others) {
    others.send("theirs");
    run(externalAt(cluster), PlainTestCase.class)
        .testEvents()
        .assertStatistics(s -> s.succeeded(1));
    assertThat(SEEN)
        .containsExactly("external Kafka cluster, 1 broker at " + cluster.bootstrapServers());
    assertThat(cluster.admin().names()).containsExactly(others.name());
    assertThat(others.received()).hasSize(1);
  }

  private static Map<String, String> externalAt(KafkaBroker cluster) {
    return Map.of(
        "weir.kafka.broker",
        "external",
        "weir.kafka.bootstrap.servers",
        cluster.bootstrapServers());
  }

  @Test
  void anExternalClusterThatIsNotThereIsNamed() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    EngineExecutionResults results =
        run(
            Map.of(
                "weir.kafka.broker",
                "external",
                "weir.kafka.bootstrap.servers",
                "127.0.0.1:" + port),
            PlainTestCase.class);
    assertThat(failure(results))
        .contains("The Kafka cluster at 127.0.0.1:" + port + " did not answer within 8 s: Timeout")
        .endsWith(
            ". Check the address, whether the cluster runs, and that its listeners want no other"
                + " security.protocol. See docs/errors/kafka-external.md");
  }

  @Test
  void anExternalClusterWithTooFewBrokersIsRefused(KafkaBroker cluster) {
    assertThat(failure(run(externalAt(cluster), ThreeBrokersTestCase.class)))
        .contains(
            "The test wants a Kafka cluster of 3 brokers, but "
                + cluster.bootstrapServers()
                + " has 1. Ask for fewer, or for EMBEDDED."
                + " See docs/errors/kafka-broker-kind.md");
  }

  @KafkaTest(brokers = 3)
  static class ThreeBrokersTestCase {
    @Test
    void test(KafkaBroker broker) {
      SEEN.add(broker.describe());
    }
  }

  @Test
  void aParameterOfAnotherKindOfBrokerIsRefused() {
    assertThat(failure(run(Map.of("weir.kafka.broker", "memory"), EmbeddedParameterTestCase.class)))
        .endsWith(
            "The parameter 'broker' of EmbeddedParameterTestCase.test() is of the type"
                + " EmbeddedKafkaBroker, but the tests run on another kind: no broker: topics are"
                + " memory inputs. Take a KafkaBroker, or say which kind this test needs:"
                + " @KafkaTest(broker = ...). See docs/errors/kafka-broker-kind.md");
  }

  @KafkaTest
  static class EmbeddedParameterTestCase {
    @Test
    void test(EmbeddedKafkaBroker broker) {
      SEEN.add(broker.describe());
    }
  }

  @Test
  void anAnnotationWinsOverTheRun() {
    run(Map.of("weir.kafka.broker", "external"), OwnTestCase.class)
        .testEvents()
        .assertStatistics(s -> s.succeeded(4));
    // One of the class with its nested class, another of the method with an annotation of its own.
    assertThat(SEEN).hasSize(2);
  }

  @KafkaTest(broker = BrokerKind.EMBEDDED, own = true)
  static class OwnTestCase {
    @Test
    void one(KafkaBroker broker) {
      SEEN.add(broker.describe());
    }

    @Test
    void two(KafkaBroker broker) {
      SEEN.add(broker.describe());
    }

    @Test
    @KafkaTest(broker = BrokerKind.EMBEDDED, own = true)
    void alone(KafkaBroker broker) {
      SEEN.add(broker.describe());
    }

    @Nested
    class Inner {
      @Test
      void three(KafkaBroker broker) {
        SEEN.add(broker.describe());
      }
    }
  }

  private static final int PORT = 19092;

  @KafkaTest(broker = BrokerKind.EMBEDDED, ports = PORT, own = true)
  @Test
  void aJobsFixedPortIsTheBrokers(KafkaBroker broker, KafkaTopic topic) {
    topic.send("a");
    assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + PORT);
    assertThat(failure(run(Map.of(), SamePortTestCase.class)))
        .contains("The embedded broker cannot listen on port " + PORT + " of 127.0.0.1: ");
  }

  @KafkaTest(broker = BrokerKind.EMBEDDED, ports = PORT, own = true)
  static class SamePortTestCase {
    @Test
    void test(KafkaBroker broker) {
      SEEN.add(broker.describe());
    }
  }

  @KafkaTest(broker = BrokerKind.MEMORY)
  @Test
  void aTopicInMemoryHasNothingOfABroker(StreamHarness harness, KafkaTopic topic) {
    TestQuery query =
        harness.start(
            topic.readStream().selectExpr("CAST(value AS STRING) AS value"), OutputMode.Append());
    topic.send("a", "b");
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder("a", "b");
    assertRefusedInMemory("transaction", topic, topic::beginTransaction);
    assertRefusedInMemory("new partition", topic, () -> topic.addPartitions(2));
    assertRefusedInMemory("retention", topic, () -> topic.deleteRecordsBefore(Map.of(0, 1L)));
    assertRefusedInMemory("offset of a query", topic, () -> KafkaOffsets.offsetsOf(query, topic));
    assertThat(
            org.junit.jupiter.api.Assertions.assertThrows(
                KafkaHarnessException.class, topic::options))
        .hasMessage(
            "There is no broker: the topics of this test are memory inputs (weir.kafka.broker, or the"
                + " test's annotation, says 'memory'), and these have no options(). Ask for EMBEDDED"
                + " in this test, or read the topic by readStream()."
                + " See docs/errors/kafka-memory.md");
  }

  private static void assertRefusedInMemory(String what, KafkaTopic topic, Runnable code) {
    assertThatThrownBy(code::run)
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The topic "
                + topic.name()
                + " is in memory, where there is no "
                + what
                + ". Ask for EMBEDDED in this test: @KafkaTest(broker = BrokerKind.EMBEDDED)."
                + " See docs/errors/kafka-memory.md");
  }
}
