package dev.weir.kafka;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.StreamHarness;
import dev.weir.query.TestQuery;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Spark's own Kafka source and sink, with the client that Spark brings, on the embedded broker. */
@KafkaTest
class SparkReadsTopicTest {

  private static Dataset<Row> values(KafkaTopic topic) {
    return topic.readStream().selectExpr("CAST(value AS STRING) AS value");
  }

  @Test
  void aStepReadsAllThatWasSent(StreamHarness harness, @Topic(partitions = 3) KafkaTopic topic) {
    TestQuery query = harness.start(values(topic), OutputMode.Append());
    for (int i = 0; i < 100; i++) {
      topic.send(KafkaRecord.of("a" + i).toPartition(i % 3));
    }
    query.processAllAvailable();
    assertThat(query).table().hasSize(100);
    topic.send("last");
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder("last");
    Assertions.assertThat(harness.findings()).isEmpty();
  }

  @Test
  void whatIsSentAndNotProcessedIsFound(StreamHarness harness, KafkaTopic topic) {
    TestQuery query = harness.start("read", values(topic), OutputMode.Append());
    topic.send("a");
    query.processAllAvailable();
    topic.send("b");
    Assertions.assertThat(harness.findings())
        .containsExactly(
            "query 'read', append mode has not processed all of topic '"
                + topic.name()
                + "': rows were added after the last step");
    query.processAllAvailable();
    Assertions.assertThat(harness.findings()).isEmpty();
    assertThat(query).changeLog().containsExactly("a", "b");
  }

  @Test
  void whatAKafkaSinkWroteIsReadBack(
      StreamHarness harness, @Topic("in") KafkaTopic in, @Topic("out") KafkaTopic out) {
    TestQuery query =
        harness.start(
            in.readStream()
                .selectExpr("key", "upper(CAST(value AS STRING)) AS value")
                .writeStream()
                .format("kafka")
                .options(Map.of("kafka.bootstrap.servers", out.bootstrapServers()))
                .option("topic", out.name()));
    in.send(KafkaRecord.of("a").withKey("k"), KafkaRecord.of("b"));
    query.processAllAvailable();
    Assertions.assertThat(out.received())
        .extracting(ReceivedRecord::value)
        .containsExactlyInAnyOrder("A", "B");
    Assertions.assertThat(out.received().get(0).key()).isEqualTo("k");
    assertThat(query).table().contains(row(new byte[] {'k'}, "A"));
  }
}
