package dev.weir.kafka;

import static dev.weir.assertion.WeirAssertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Spark sees of transactions in both isolation levels, and where a step ends then. */
@Tag("slow")
@KafkaTest
class SparkReadsTransactionsTest {

  private static TestQuery start(StreamHarness harness, KafkaTopic topic, String isolation) {
    return harness.start(
        isolation,
        read(harness, topic, isolation).selectExpr("CAST(value AS STRING)"),
        OutputMode.Append());
  }

  /**
   * The client of Spark 3.3 waits at the end of a transaction for as long as its poll may take, two
   * minutes by default, before it says that nothing is there (KAFKA-12980).
   */
  private static Dataset<Row> read(StreamHarness harness, KafkaTopic topic, String isolation) {
    return harness
        .spark()
        .readStream()
        .format("kafka")
        .options(topic.options())
        .option("startingOffsets", "earliest")
        .option("kafkaConsumer.pollTimeoutMs", 2000)
        .option("Kafka.Isolation.Level", isolation)
        .load();
  }

  @Test
  void committed(StreamHarness harness, KafkaTopic topic) {
    TestQuery committed = start(harness, topic, "read_committed");
    TestQuery all = start(harness, topic, "read_uncommitted");
    try (KafkaTransaction transaction = topic.beginTransaction()) {
      transaction.send("a");
      transaction.send("b");
      transaction.commit();
    }
    topic.send("c");

    committed.processAllAvailable();
    all.processAllAvailable();

    assertThat(committed).table().containsExactlyInAnyOrder("a", "b", "c");
    assertThat(all).table().containsExactlyInAnyOrder("a", "b", "c");
    Assertions.assertThat(harness.findings()).isEmpty();
  }

  @Test
  void aborted(StreamHarness harness, @Topic(partitions = 2) KafkaTopic topic) {
    TestQuery committed = start(harness, topic, "read_committed");
    TestQuery all = start(harness, topic, "read_uncommitted");
    topic.send(KafkaRecord.of("a").toPartition(1));
    try (KafkaTransaction transaction = topic.beginTransaction()) {
      transaction.send(KafkaRecord.of("b").toPartition(0));
    }

    committed.processAllAvailable();
    all.processAllAvailable();

    assertThat(committed).table().containsExactlyInAnyOrder("a");
    assertThat(all).table().containsExactlyInAnyOrder("a", "b");
    Assertions.assertThat(harness.findings()).isEmpty();
  }

  @Test
  void openAndThenCommitted(StreamHarness harness, KafkaTopic topic) {
    TestQuery committed = start(harness, topic, "read_committed");
    TestQuery all = start(harness, topic, "read_uncommitted");
    topic.send("a");
    KafkaTransaction transaction = topic.beginTransaction();
    transaction.send("b");
    topic.send("c");

    committed.processAllAvailable();
    all.processAllAvailable();

    assertThat(committed).newRows().containsExactlyInAnyOrder("a");
    assertThat(all).newRows().containsExactlyInAnyOrder("a", "b", "c");
    Assertions.assertThat(harness.findings()).isEmpty();

    transaction.commit();
    Assertions.assertThat(harness.findings())
        .containsExactly(
            "query 'read_committed', append mode has not processed all of topic '"
                + topic.name()
                + "': rows were added after the last step");
    committed.processAllAvailable();
    all.processAllAvailable();

    assertThat(committed).newRows().containsExactlyInAnyOrder("b", "c");
    // The marker's offset is new, and no row is there.
    assertThat(all).newRows().isEmpty();
    Assertions.assertThat(harness.findings()).isEmpty();
  }

  @Test
  void onlyOpen(StreamHarness harness, KafkaTopic topic) {
    TestQuery committed = start(harness, topic, "read_committed");
    KafkaTransaction transaction = topic.beginTransaction();
    transaction.send("a");

    committed.processAllAvailable();

    assertThat(committed).table().isEmpty();
    transaction.abort();
    topic.send("b");
    committed.processAllAvailable();
    assertThat(committed).table().containsExactlyInAnyOrder("b");
  }

  /** Each source of a query by its own level, and no hint is needed of which. */
  @Test
  void bothLevelsInOneQuery(StreamHarness harness, KafkaTopic topic) {
    Dataset<Row> all =
        read(harness, topic, "read_uncommitted")
            .selectExpr("'all' AS who", "CAST(value AS STRING)");
    Dataset<Row> committed =
        read(harness, topic, "read_committed")
            .selectExpr("'committed' AS who", "CAST(value AS STRING)");
    TestQuery query = harness.start(all.union(committed), OutputMode.Append());
    KafkaTransaction transaction = topic.beginTransaction();
    transaction.send("a");

    query.processAllAvailable();
    assertThat(query).newRows().column("who").containsExactly("all");
    transaction.commit();
    query.processAllAvailable();
    assertThat(query).newRows().column("who").containsExactly("committed");
  }
}
