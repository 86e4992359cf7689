package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a test reads when the broker does not answer, or is not the first to have a topic. */
@Tag("slow")
class BrokerGoneTest {

  private EmbeddedKafkaBroker broker;

  @BeforeEach
  void start() {
    broker =
        EmbeddedKafkaBroker.start(EmbeddedKafkaOptions.DEFAULT.withTimeout(Duration.ofSeconds(15)));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void aTopicThatExistsIsRefused() {
    broker.createTopic("people", 1);

    assertThatThrownBy(() -> broker.createTopic("people", 2))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The topic people exists already, and no test of this run owns it. Delete it, or leave"
                + " the name out: the test then gets a topic that nobody else has."
                + " See docs/errors/kafka-topic-in-use.md");
    assertThatThrownBy(() -> broker.createTopic("none", 0))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The topic none is to have 0 partitions. It needs at least 1."
                + " See docs/errors/kafka-topic-not-created.md");
  }

  @Test
  void aBrokerThatIsGoneIsNamedWithinTheTime() {
    String address = broker.bootstrapServers();
    broker.createTopic("people", 1).send("while it is there");
    KafkaClients impatient = new KafkaClients(broker.clientProperties(), Duration.ofMillis(600));
    broker.close();
    try (TopicAdmin admin = new TopicAdmin(impatient)) {
      BrokerTopic topic = new BrokerTopic("people", 1, impatient, admin);

      assertThatThrownBy(() -> topic.send(KafkaRecord.of("b").withKey("k")))
          .isInstanceOf(KafkaHarnessException.class)
          .hasMessageStartingWith(
              "Record 1 of 1 was not written to the topic people, any partition: TimeoutException: ")
          .hasMessageEndingWith(
              ". The record: key='k' value='b' See docs/errors/kafka-not-sent.md");
      assertThatThrownBy(topic::endOffsets)
          .isInstanceOf(KafkaHarnessException.class)
          .hasMessageStartingWith(
              "The broker at "
                  + address
                  + " was asked to tell the offsets of people, and did not: TimeoutException: ")
          .hasMessageEndingWith(". See docs/errors/kafka-broker-did-not-answer.md");
      topic.closeClients();
    }
  }
}
