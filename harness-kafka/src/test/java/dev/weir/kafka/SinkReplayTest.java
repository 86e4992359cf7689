package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.junit.jupiter.api.Test;

/** What a consumer sees when Spark's Kafka sink writes a batch once more. */
@KafkaTest(broker = BrokerKind.EMBEDDED)
class SinkReplayTest {

  private static DataStreamWriter<Row> copy(KafkaTopic from, KafkaTopic to) {
    return from.readStream()
        .selectExpr("key", "upper(CAST(value AS STRING)) AS value", "partition")
        .writeStream()
        .format("kafka")
        .option("kafka.bootstrap.servers", to.bootstrapServers())
        .option("topic", to.name());
  }

  /** As after a crash between the write to the sink and the commit of the batch. */
  private static void forgetCommit(TestQuery query, long batch) throws IOException {
    query.stop();
    Path commits = query.checkpointLocation().resolve("commits");
    Files.delete(commits.resolve(String.valueOf(batch)));
    Files.deleteIfExists(commits.resolve("." + batch + ".crc"));
  }

  @Test
  void recordsOfABatchThatIsWrittenAgainAreDuplicates(
      StreamHarness harness,
      @Topic("in") KafkaTopic in,
      @Topic(name = "upper-case", partitions = 2) KafkaTopic out)
      throws IOException {
    TestQuery first = harness.start(copy(in, out));
    in.send(KafkaRecord.of("a").withKey("1"));
    first.processAllAvailable();
    in.send(KafkaRecord.of("b").withKey("2"), KafkaRecord.of("c").withKey("3"));
    first.processAllAvailable();
    assertThat(out)
        .hasNoDuplicates()
        .containsExactlyInAnyOrder(
            KafkaRecord.of("A").withKey("1").toPartition(partitionOf(out, "1")),
            KafkaRecord.of("B").withKey("2"),
            KafkaRecord.of("C").withKey("3"));

    forgetCommit(first, 1);
    TestQuery second = harness.restart(first, copy(in, out));
    second.processAllAvailable();

    assertThat(out).hasDuplicates(2);
    assertThatThrownBy(() -> assertThat(out).hasNoDuplicates())
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("Topic 'upper-case': 2 of 5 records are duplicates.\n x key='")
        .hasMessageContaining(" x key='2' value='B'  came 2 times: upper-case-")
        .hasMessageContaining(" x key='3' value='C'  came 2 times: upper-case-")
        .hasMessageNotContaining("key='1'");
  }

  private static int partitionOf(KafkaTopic topic, String key) {
    return topic.received().stream().filter(r -> key.equals(r.key())).findFirst().get().partition();
  }
}
