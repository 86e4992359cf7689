package dev.weir.kafka;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.query.QueryFailedException;
import dev.weir.query.TestQuery;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;

/** A record that a job cannot read is found in the text of the failure. */
@KafkaTest
class PoisonRecordTest {

  private static final Instant NOON = Instant.parse("2024-02-05T12:00:00Z");

  private static TestQuery start(StreamHarness harness, KafkaTopic topic) {
    return harness.start(
        "numbers",
        topic
            .readStream()
            .selectExpr("CAST(value AS STRING)")
            .as(Encoders.STRING())
            .map((MapFunction<String, Integer>) Integer::valueOf, Encoders.INT()),
        OutputMode.Append());
  }

  private static KafkaRecord[] records(String... values) {
    return Arrays.stream(values)
        .map(value -> KafkaRecord.of(value).toPartition(0).at(NOON))
        .toArray(KafkaRecord[]::new);
  }

  @Test
  void theBatchsRecordsAreShown(StreamHarness harness, @Topic(partitions = 2) KafkaTopic topic) {
    TestQuery query = start(harness, topic);
    topic.send(records("1", "2"));
    query.processAllAvailable();
    topic.send(records("3", "four"));
    topic.send(KafkaRecord.of("5").withKey("k").toPartition(1).at(NOON));
    assertThatThrownBy(query::processAllAvailable)
        .isInstanceOf(QueryFailedException.class)
        .hasMessageStartingWith(
            """
            Query 'numbers' has failed in batch 1: java.lang.NumberFormatException: For input \
            string: "four"
              batch read of topic '{topic}':
                {topic}-0@2: key=null value='3' timestamp=2024-02-05T12:00:00Z
                {topic}-0@3: key=null value='four' timestamp=2024-02-05T12:00:00Z
                {topic}-1@0: key='k' value='5' timestamp=2024-02-05T12:00:00Z
              thrown at:
            """
                .replace("{topic}", topic.name()));
    assertThat(query).fails().inBatch(1);
  }

  /** Ten are shown; the first batch begins at the first offset that the checkpoint has. */
  @Test
  void ofALargeFirstBatchTheFirstTenAreShown(StreamHarness harness, KafkaTopic topic) {
    topic.send(
        records(Stream.iterate(0, i -> i + 1).limit(100).map(i -> "x" + i).toArray(String[]::new)));
    TestQuery query = start(harness, topic);
    assertThatThrownBy(query::processAllAvailable)
        .isInstanceOf(QueryFailedException.class)
        .hasMessageContaining(
            "-0@0: key=null value='x0' timestamp=2024-02-05T12:00:00Z\n    "
                + topic.name()
                + "-0@1:")
        .hasMessageContaining(
            "-0@9: key=null value='x9' timestamp=2024-02-05T12:00:00Z\n    ...\n  thrown at:\n");
  }
}
