package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.internal.spark.SourceStatus;
import dev.weir.query.QueryFailedException;
import dev.weir.query.TestQuery;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;

/** A job that reads a topic that is not there, most often for a slip in its name. */
@KafkaTest
class MissingTopicTest {

  @Test
  void isNamedBesideThoseThatAreThere(StreamHarness harness, KafkaTopic topic, KafkaBroker broker) {
    OffsetFetching.byAdmin(harness);
    String slip = topic.name() + "s";
    TestQuery query =
        harness.start(
            "people",
            harness
                .spark()
                .readStream()
                .format("kafka")
                .options(topic.options())
                .option("subscribe", slip)
                .load(),
            OutputMode.Append());
    assertThatThrownBy(() -> query.processAllAvailable(Duration.ofSeconds(10)))
        .isInstanceOf(QueryFailedException.class)
        .hasMessageStartingWith(
            "Query 'people' has failed while it looked for the input of batch 0: ")
        .hasMessageContaining(
            "UnknownTopicOrPartitionException: This server does not host this topic-partition.\n"
                + "  source: KafkaV2[Subscribe["
                + slip
                + "]]\n  likely cause: there is no topic "
                + slip
                + " on the broker at "
                + broker.bootstrapServers()
                + ", which has: "
                + topic.name())
        .hasMessageContaining(
            ". Give the job the name of a topic that is there, such as topic.name() of one that"
                + " the test declares with @Topic; the broker creates none by itself."
                + " See docs/errors/kafka-topic-missing.md\n  thrown at:\n");
  }

  private static Throwable unknown() {
    return new IllegalStateException(new UnknownTopicOrPartitionException("not here"));
  }

  private static Optional<String> explain(String source, Throwable failure, String... topics) {
    return MissingTopics.explain(
        new SourceStatus("KafkaV2[" + source + "]", null, null, null),
        failure,
        "host:9092",
        () -> Set.of(topics));
  }

  @Test
  void theNearestNamesComeFirst() {
    assertThat(
            explain(
                "Subscribe[cats, peple]",
                unknown(),
                "cats",
                "people",
                "people-late",
                "orders-of-the-day",
                "f",
                "everything-else"))
        .contains(
            "there is no topic peple on the broker at host:9092, which has: people, cats, f,"
                + " people-late, everything-else, .... Give the job the name of a topic that is"
                + " there, such as topic.name() of one that the test declares with @Topic; the"
                + " broker creates none by itself. See docs/errors/kafka-topic-missing.md");
    assertThat(explain("Assign[peple-0, cats-1]", unknown(), "people").orElseThrow())
        .startsWith(
            "there are no topics peple, cats on the broker at host:9092, which has: people.");
  }

  @Test
  void anotherFailureIsNotExplained() {
    assertThat(explain("Subscribe[a]", new IllegalStateException("other"), "b")).isEmpty();
    assertThat(explain("Subscribe[a]", unknown(), "a")).isEmpty();
    assertThat(explain("SubscribePattern[a]", unknown(), "b")).isEmpty();
    assertThat(
            MissingTopics.explain(
                new SourceStatus("KafkaV2[Subscribe[a]]", null, null, null),
                unknown(),
                "host:9092",
                () -> {
                  throw new KafkaHarnessException("gone");
                }))
        .isEmpty();
  }
}
