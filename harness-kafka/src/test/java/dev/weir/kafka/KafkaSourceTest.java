package dev.weir.kafka;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.weir.StreamHarness;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** One test over several kinds of Kafka. */
class KafkaSourceTest {

  @KafkaSource(
      value = {BrokerKind.MEMORY, BrokerKind.EMBEDDED, BrokerKind.CONTAINER},
      skipIfNoEngine = true)
  void keysValuesAndTimestampsAreTheSame(
      StreamHarness harness, @Topic(partitions = 3) KafkaTopic topic) {
    TestQuery query =
        harness.start(
            topic
                .readStream()
                .selectExpr(
                    "CAST(key AS STRING)",
                    "CAST(value AS STRING)",
                    "timestamp",
                    "timestampType",
                    "IF(key IS NULL, NULL, partition) AS partition"),
            OutputMode.Append());
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    topic.send(
        KafkaRecord.of("1").withKey("a").at(noon),
        KafkaRecord.of("2").withKey("b").at(noon.plusMillis(1)),
        KafkaRecord.of("3").withKey("c").at(noon));
    query.processAllAvailable();
    topic.send(KafkaRecord.tombstone("a").at(noon), KafkaRecord.of("4").at(noon));
    query.processAllAvailable();
    assertThat(query).changeLog().contains(row("a", "1", noon, 0, partition(topic, "a")));
    assertThat(query).lastBatch().hasSize(2);
    assertThat(topic.received()).hasSize(5);
    assertThat(topic.endOffsets().values().stream().mapToLong(n -> n).sum()).isEqualTo(5);
  }

  private static int partition(KafkaTopic topic, String key) {
    return topic.received().stream().filter(r -> key.equals(r.key())).findFirst().get().partition();
  }

  @Test
  void runsThatDoNotAgreeFail() {
    EngineExecutionResults results = run(DisagreeingTestCase.class);
    results.testEvents().assertStatistics(s -> s.succeeded(1).failed(1));
    assertThat(failures(results))
        .singleElement()
        .asString()
        .startsWith(
            "Query 'values' over EMBEDDED, where over MEMORY it gave other rows (see"
                + " docs/errors/kafka-twin.md)")
        .contains("embedded")
        .contains("memory");
  }

  static class DisagreeingTestCase {
    @KafkaSource
    void test(StreamHarness harness, KafkaBroker broker, KafkaTopic topic) {
      TestQuery query =
          harness.start(
              "values",
              topic.readStream().selectExpr("CAST(value AS STRING) AS value"),
              OutputMode.Append());
      topic.send(broker.describe().contains("embedded") ? "embedded" : "memory");
      query.processAllAvailable();
      assertThat(query).table().hasSize(1);
    }
  }

  @Test
  void runsMayDisagreeIfTheTestSaysSo() {
    run(IncomparableTestCase.class).testEvents().assertStatistics(s -> s.succeeded(2).failed(0));
  }

  static class IncomparableTestCase extends DisagreeingTestCase {
    @Override
    @KafkaSource(compare = false)
    void test(StreamHarness harness, KafkaBroker broker, KafkaTopic topic) {
      super.test(harness, broker, topic);
    }
  }

  @Test
  void anotherNumberOfQueriesIsADisagreement() {
    assertThat(failures(run(OneMoreQueryTestCase.class)))
        .containsExactly(
            "Over EMBEDDED the test ran 1 query, over MEMORY 0. A test with @KafkaSource"
                + " does the same over each kind. See docs/errors/kafka-twin.md");
  }

  @SparkStreamingTest(strict = false)
  static class OneMoreQueryTestCase {
    @KafkaSource
    void test(StreamHarness harness, KafkaBroker broker, KafkaTopic topic) {
      topic.send("a");
      if (broker.describe().contains("embedded")) {
        TestQuery query = harness.start(topic.readStream().select("value"), OutputMode.Append());
        query.processAllAvailable();
        assertThat(query).table().hasSize(1);
      }
    }
  }

  @Test
  void aKindThatIsNamedTwiceIsRefused() {
    assertThat(
            run(TwiceTestCase.class).containerEvents().failed().stream()
                .map(KafkaSourceTest::message)
                .toList())
        .containsExactly(
            "@KafkaSource of test() names a kind twice: [MEMORY, MEMORY]. Name each kind that the"
                + " test is to run over once. See docs/errors/kafka-twin.md");
  }

  static class TwiceTestCase {
    @KafkaSource({BrokerKind.MEMORY, BrokerKind.MEMORY})
    void test() {}
  }

  private static EngineExecutionResults run(Class<?> testCase) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(testCase)).execute();
  }

  private static List<String> failures(EngineExecutionResults results) {
    return results.testEvents().failed().stream().map(KafkaSourceTest::message).toList();
  }

  private static String message(Event event) {
    return event
        .getRequiredPayload(TestExecutionResult.class)
        .getThrowable()
        .orElseThrow()
        .getMessage();
  }
}
