package dev.weir.kafka;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.query.QueryFailedException;
import dev.weir.query.TestQuery;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to a topic while a query reads it. */
@Tag("slow")
@KafkaTest(broker = BrokerKind.EMBEDDED)
class TopicChangesTest {

  private static Dataset<Row> values(StreamHarness harness, KafkaTopic topic, Object... options) {
    var reader =
        harness
            .spark()
            .readStream()
            .format("kafka")
            .options(topic.options())
            .option("startingOffsets", "earliest");
    for (int i = 0; i < options.length; i += 2) {
      reader.option((String) options[i], options[i + 1].toString());
    }
    return reader.load().selectExpr("CAST(value AS STRING) AS value");
  }

  @Test
  void aTransactionIsReadOnceItIsCommitted(StreamHarness harness, KafkaTopic topic) {
    TestQuery query =
        harness.start(
            values(harness, topic, "kafka.isolation.level", "read_committed"), OutputMode.Append());
    try (KafkaTransaction transaction = topic.beginTransaction()) {
      transaction.send("a", "b");
      query.processAllAvailable();
      assertThat(query).changeLog().isEmpty();
      assertThat(topic).isEmpty();
      assertThat(topic.received(IsolationLevel.READ_UNCOMMITTED)).hasSize(2);
      transaction.commit();
    }
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactly("a", "b");
    assertThat(topic).hasSize(2);
  }

  @Test
  void whatIsCommittedOrAbortedIsSeenAtOnce(KafkaTopic topic) {
    for (int i = 0; i < 20; i++) {
      try (KafkaTransaction transaction = topic.beginTransaction()) {
        transaction.send("void");
      }
      assertThat(topic).hasSize(i);
      try (KafkaTransaction transaction = topic.beginTransaction()) {
        transaction.send("valid");
        transaction.commit();
      }
      assertThat(topic).hasSize(i + 1);
    }
    topic.beginTransaction().commit();
    assertThat(RecordMessages.transactionNotEnded("commit", "people", Duration.ofSeconds(30)))
        .isEqualTo(
            "The broker accepted to commit a transaction on the topic people, but has not done so"
                + " after 30 s. See docs/errors/kafka-transaction.md");
  }

  @Test
  void anAbortedTransactionIsReadByThoseWhoReadUncommitted(
      StreamHarness harness, KafkaTopic topic) {
    TestQuery committed =
        harness.start(
            values(harness, topic, "kafka.isolation.level", "read_committed"), OutputMode.Append());
    TestQuery uncommitted = harness.start(values(harness, topic), OutputMode.Append());
    try (KafkaTransaction transaction = topic.beginTransaction()) {
      transaction.send("void");
      transaction.abort();
    }
    topic.send("valid");
    committed.processAllAvailable();
    uncommitted.processAllAvailable();
    assertThat(committed).changeLog().containsExactly("valid");
    assertThat(uncommitted).changeLog().containsExactlyInAnyOrder("void", "valid");
    assertThat(topic).containsExactly(KafkaRecord.of("valid"));
  }

  @Test
  void anOpenTransactionHoldsBackWhatCameAfterIt(StreamHarness harness, KafkaTopic topic) {
    TestQuery committed =
        harness.start(
            values(harness, topic, "kafka.isolation.level", "read_committed"), OutputMode.Append());
    TestQuery uncommitted = harness.start(values(harness, topic), OutputMode.Append());
    topic.send("before");
    KafkaTransaction transaction = topic.beginTransaction();
    transaction.send(KafkaRecord.of("open"));
    topic.send("after");
    committed.processAllAvailable();
    uncommitted.processAllAvailable();
    assertThat(committed).changeLog().containsExactly("before");
    assertThat(uncommitted).changeLog().containsExactlyInAnyOrder("before", "open", "after");
    transaction.commit();
    committed.processAllAvailable();
    assertThat(committed).changeLog().containsExactlyInAnyOrder("before", "open", "after");
    assertThatThrownBy(transaction::commit)
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The transaction on the topic "
                + topic.name()
                + " is over, so there is nothing to commit. Begin another one."
                + " See docs/errors/kafka-transaction.md");
  }

  @Test
  void aTransactionThatIsLeftOpenEndsWithItsTopic(KafkaTopic topic) {
    KafkaTransaction transaction = topic.beginTransaction();
    transaction.send("a");
    topic.close();
    assertThat(transaction.isOpen()).isFalse();
  }

  @Test
  void newPartitionsAreFoundByARunningQuery(StreamHarness harness, KafkaTopic topic) {
    OffsetFetching.byAdmin(harness);
    TestQuery query = harness.start(values(harness, topic), OutputMode.Append());
    topic.send("a");
    query.processAllAvailable();
    topic.addPartitions(3);
    topic.send(KafkaRecord.of("b").toPartition(1), KafkaRecord.of("c").toPartition(2));
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder("a", "b", "c");
    assertThat(topic.partitions()).isEqualTo(3);
    assertThatThrownBy(() -> topic.addPartitions(3))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The topic "
                + topic.name()
                + " has 3 partitions and cannot have 3: the number only grows. Say how many there"
                + " are to be in all, not how many more. See docs/errors/kafka-no-such-partition.md");
  }

  @Test
  void recordsThatRetentionRemovedFailAQueryThatMindsDataLoss(
      StreamHarness harness, KafkaTopic topic) {
    TestQuery query =
        harness.start(values(harness, topic, "failOnDataLoss", true), OutputMode.Append());
    topic.send("a");
    query.processAllAvailable();
    topic.send("lost", "lost too", "kept");
    topic.deleteRecordsBefore(Map.of(0, 3L));
    assertThatThrownBy(query::processAllAvailable)
        .isInstanceOf(QueryFailedException.class)
        .hasMessageContaining("Some data may have been lost")
        .hasMessageContaining("\"failOnDataLoss\" to \"false\"");
    assertThat(query).fails();
    assertThat(query).changeLog().containsExactly("a");
  }

  @Test
  void aQueryThatDoesNotMindDataLossGoesOn(StreamHarness harness, KafkaTopic topic) {
    TestQuery query =
        harness.start(values(harness, topic, "failOnDataLoss", false), OutputMode.Append());
    topic.send("a");
    query.processAllAvailable();
    topic.send("lost", "lost too", "kept");
    topic.deleteRecordsBefore(Map.of(0, 3L));
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactly("a", "kept");
    topic.send("lost as well");
    topic.deleteRecordsBefore(topic.endOffsets());
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactly("a", "kept");
  }

  @Test
  void aTopicThatIsDeletedUnderAQuery(StreamHarness harness, KafkaTopic topic) {
    OffsetFetching.byAdmin(harness);
    TestQuery minds =
        harness.start(values(harness, topic, "failOnDataLoss", true), OutputMode.Append());
    topic.send("a");
    minds.processAllAvailable();
    assertThat(minds).changeLog().containsExactly("a");
    topic.close();
    assertThatThrownBy(minds::processAllAvailable)
        .isInstanceOf(QueryFailedException.class)
        .hasMessageContaining("likely cause: there is no topic " + topic.name());
    assertThat(minds).fails();
  }
}
