package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Each assertion on a topic passes, and fails with its text. */
@KafkaTest(broker = BrokerKind.MEMORY)
class KafkaTopicAssertTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String PAGE = "\nSee docs/errors/kafka-topic-differs.md";

  private static KafkaRecord record(String key, String value) {
    return KafkaRecord.of(value).withKey(key).at(NOON);
  }

  private static void assertFails(Runnable assertion, String text) {
    assertThatThrownBy(assertion::run).isInstanceOf(AssertionError.class).hasMessage(text);
  }

  @Test
  void recordsInAnyOrder(@Topic(name = "people") KafkaTopic topic) {
    topic.send(record("a", "1"), record("b", "2"), record("b", "2"));
    assertThat(topic)
        .containsExactlyInAnyOrder(
            KafkaRecord.of("2").withKey("b"), record("a", "1"), record("b", "2"));
    assertFails(
        () -> assertThat(topic).containsExactlyInAnyOrder(record("a", "1"), record("b", "3")),
        """
        Topic 'people': 1 missing, 2 unexpected, 1 as expected.
         - key='b' value='3' timestamp=2026-01-01T12:00:00Z  expected
         + people-0@1: key='b' value='2' timestamp=2026-01-01T12:00:00Z  not expected
         + people-0@2: key='b' value='2' timestamp=2026-01-01T12:00:00Z  not expected
         x key='b' value='2'  came 2 times: people-0@1, people-0@2"""
            + PAGE);
  }

  @Test
  void whatAnExpectationLeavesOpenIsNotCompared(@Topic(name = "people") KafkaTopic topic) {
    KafkaRecord bare = KafkaRecord.of("1").withKey("a");
    topic.send(bare.at(NOON), bare.withHeader("h", "x").at(NOON));
    // The bare one fits both, and has to leave the second to the one that fits nothing else.
    assertThat(topic).containsExactlyInAnyOrder(bare, bare.withHeader("h", "x"));
    assertThat(topic).containsExactlyInAnyOrder(bare.toPartition(0), bare.at(NOON));
    assertFails(
        () ->
            assertThat(topic)
                .containsExactlyInAnyOrder(
                    bare.withHeader("h", "y"), bare.toPartition(1), bare.at(NOON.plusMillis(1))),
        """
        Topic 'people': 3 missing, 2 unexpected, 0 as expected.
         - key='a' value='1' headers=[h='y']  expected
         - key='a' value='1' partition=1  expected
         - key='a' value='1' timestamp=2026-01-01T12:00:00.001Z  expected
         + people-0@0: key='a' value='1' timestamp=2026-01-01T12:00:00Z  not expected
         + people-0@1: key='a' value='1' headers=[h='x'] timestamp=2026-01-01T12:00:00Z  not\
         expected
         x key='a' value='1'  came 2 times: people-0@0, people-0@1"""
            + PAGE);
  }

  @Test
  void recordsOfAPartitionInOrder(@Topic(name = "people", partitions = 2) KafkaTopic topic) {
    topic.send(
        record("a", "1").toPartition(1),
        record("b", "2").toPartition(0),
        record("c", "3").toPartition(1));
    assertThat(topic).partition(1).containsExactly(record("a", "1"), record("c", "3"));
    assertThat(topic).partition(0).hasSize(1);
    assertFails(
        () -> assertThat(topic).partition(1).containsExactly(record("c", "3"), record("a", "1")),
        """
        Topic 'people', partition 1: the records come in another order, first at number 1.
         - key='c' value='3' timestamp=2026-01-01T12:00:00Z  expected
         + people-1@0: key='a' value='1' timestamp=2026-01-01T12:00:00Z  came"""
            + PAGE);
    assertThatThrownBy(() -> assertThat(topic).containsExactly(record("a", "1")))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The topic people has 2 partitions, between which records have no order. Compare one of"
                + " them, assertThat(topic).partition(0), or in any order."
                + " See docs/errors/kafka-topic-differs.md");
    assertThatThrownBy(() -> assertThat(topic).partition(2))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The topic people has 2 partitions (0 to 1), and there is none of number 2 to look at."
                + " See docs/errors/kafka-no-such-partition.md");
  }

  /** What came as expected is one line on both sides, whatever the expectation left open. */
  @Test
  void aFailureHasTwoSidesForAnIde(@Topic(name = "people") KafkaTopic topic) {
    topic.send(record("b", "2"), record("a", "1"));
    assertSides(
        () ->
            assertThat(topic)
                .containsExactlyInAnyOrder(KafkaRecord.of("1").withKey("a"), record("b", "3")),
        """
        key='a' value='1'
        key='b' value='3' timestamp=2026-01-01T12:00:00Z""",
        """
        key='a' value='1'
        key='b' value='2' timestamp=2026-01-01T12:00:00Z""");
    assertSides(
        () ->
            assertThat(topic)
                .containsExactly(
                    KafkaRecord.of("1").withKey("a"), KafkaRecord.of("2").withKey("b")),
        "key='a' value='1'\nkey='b' value='2'",
        "key='b' value='2'\nkey='a' value='1'");
    assertSides(() -> assertThat(topic).hasSize(1), "1 record", "2 records");
  }

  private static void assertSides(Runnable assertion, String expected, String actual) {
    AssertionFailedError error = assertThrows(AssertionFailedError.class, assertion::run);
    assertThat(error.getExpected().getStringRepresentation()).isEqualTo(expected);
    assertThat(error.getActual().getStringRepresentation()).isEqualTo(actual);
  }

  @Test
  void someRecords(@Topic(name = "people") KafkaTopic topic) {
    topic.send(record("a", "1"), record("b", "2"));
    assertThat(topic).contains(record("b", "2"));
    assertFails(
        () -> assertThat(topic).contains(record("b", "2"), record("b", "2")),
        """
        Topic 'people': 1 of 2 expected did not come.
         - key='b' value='2' timestamp=2026-01-01T12:00:00Z  expected
        2 records came."""
            + PAGE);
  }

  @Test
  void duplicates(@Topic(name = "people") KafkaTopic topic) {
    topic.send(record("a", "1"), record("b", "2"));
    assertThat(topic).hasNoDuplicates().hasDuplicates(0);
    topic.send(record("a", "1"), KafkaRecord.of("1"), record("a", "1"));
    assertThat(topic).hasDuplicates(2);
    assertFails(
        () -> assertThat(topic).hasNoDuplicates(),
        """
        Topic 'people': 2 of 5 records are duplicates.
         x key='a' value='1'  came 3 times: people-0@0, people-0@2, people-0@4
        Spark's Kafka sink writes a batch once more if it was not committed. Let the consumer pass\
         over what it has seen, by a key or an id in the value."""
            + PAGE);
    assertFails(
        () -> assertThat(topic).hasDuplicates(1),
        """
        Topic 'people': expected 1 duplicates, but there are 2.
         x key='a' value='1'  came 3 times: people-0@0, people-0@2, people-0@4
        5 records came."""
            + PAGE);
  }

  @Test
  void theNumberOfRecords(@Topic(name = "people") KafkaTopic topic) {
    assertThat(topic).isEmpty();
    topic.send(record("a", "1"));
    assertThat(topic).hasSize(1);
    assertFails(
        () -> assertThat(topic).as("the sink").isEmpty(),
        """
        [the sink] Topic 'people': expected 0 records, but there are 1.
         + people-0@0: key='a' value='1' timestamp=2026-01-01T12:00:00Z  not expected"""
            + PAGE);
  }

  @Test
  void manyRecordsOfOneContentAreMatchedToo(@Topic(name = "people") KafkaTopic topic) {
    KafkaRecord[] many = new KafkaRecord[20_000];
    Arrays.fill(many, KafkaRecord.of("v").withKey("k"));
    topic.send(many);
    assertThat(topic).containsExactlyInAnyOrder(many);
    many[0] = many[0].toPartition(0);
    assertThat(topic).containsExactlyInAnyOrder(many);
    many[1] = many[1].toPartition(1);
    assertThatThrownBy(() -> assertThat(topic).containsExactlyInAnyOrder(many))
        .hasMessageStartingWith("Topic 'people': 1 missing, 1 unexpected, 19999 as expected.");
  }

  @Test
  void ofManyRecordsSomeAreShown(@Topic(name = "people") KafkaTopic topic) {
    for (int i = 0; i < 25; i++) {
      topic.send(record("k" + i, "v"));
    }
    assertThatThrownBy(() -> assertThat(topic).isEmpty())
        .hasMessageContaining("key='k19'")
        .hasMessageContaining("\n   ... and 5 more\n")
        .hasMessageNotContaining("key='k20'");
  }
}
