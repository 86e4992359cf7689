package dev.weir.kafka;

import static dev.weir.kafka.KafkaOffsets.offsetsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.query.TestQuery;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;

@KafkaTest
class KafkaOffsetsAssertTest {

  private static TestQuery start(
      StreamHarness harness, KafkaTopic topic, String option, String value) {
    return harness.start(
        "read",
        harness
            .spark()
            .readStream()
            .format("kafka")
            .options(topic.options())
            .option("startingOffsets", "earliest")
            .option(option, value)
            .load(),
        OutputMode.Append());
  }

  private static String expecting(KafkaTopic topic, String what, String table) {
    return "Expecting query 'read', append mode to have "
        + what
        + " in the topic "
        + topic.name()
        + ", but:\n"
        + table
        + "See docs/errors/kafka-offsets.md";
  }

  private static void fails(Runnable assertion, String message) {
    assertThatThrownBy(assertion::run).isInstanceOf(AssertionError.class).hasMessage(message);
  }

  @Test
  void startProcessedAndLag(StreamHarness harness, @Topic(partitions = 2) KafkaTopic topic) {
    topic.send(
        KafkaRecord.of("a").toPartition(0),
        KafkaRecord.of("b").toPartition(0),
        KafkaRecord.of("c").toPartition(1));
    TestQuery query =
        start(harness, topic, "startingOffsets", "{\"" + topic.name() + "\":{\"0\":1,\"1\":0}}");
    query.processAllAvailable();
    assertThat(offsetsOf(query, topic))
        .hasStartedAt(Map.of(0, 1L, 1, 0L))
        .hasProcessed(Map.of(0, 2L, 1, 1L))
        .hasLag(1, 0)
        .hasNoLag();

    topic.send(KafkaRecord.of("d").toPartition(1), KafkaRecord.of("e").toPartition(1));
    KafkaOffsets offsets = offsetsOf(query, topic);
    assertThat(offsets.lag()).isEqualTo(Map.of(0, 0L, 1, 2L));
    assertThat(offsets.ends()).isEqualTo(Map.of(0, 2L, 1, 3L));
    assertThat(offsets).hasLag(1, 2);
    fails(
        () -> assertThat(offsets).hasNoLag(),
        expecting(
            topic,
            "no lag",
            """
              partition | start | processed | end | lag
              0         | 1     | 2         | 2   | 0
              1         | 0     | 1         | 3   | 2    <<< expected lag 0
            """));
    fails(
        () -> assertThat(offsets).hasLag(0, 1),
        expecting(
            topic,
            "a lag of 1 in partition 0",
            """
              partition | start | processed | end | lag
              0         | 1     | 2         | 2   | 0    <<< expected lag 1
              1         | 0     | 1         | 3   | 2
            """));
    fails(
        () -> assertThat(offsets).hasProcessed(Map.of(1, 3L, 0, 2L)),
        expecting(
            topic,
            "processed {0=2, 1=3}",
            """
              partition | start | processed | end | lag
              0         | 1     | 2         | 2   | 0
              1         | 0     | 1         | 3   | 2    <<< expected 3
            """));
    fails(
        () -> assertThat(offsets).as("at noon").hasStartedAt(Map.of(0, 1L)),
        "[at noon] "
            + expecting(
                topic,
                "started at {0=1}",
                """
                  partition | start | processed | end | lag
                  0         | 1     | 2         | 2   | 0
                  1         | 0     | 1         | 3   | 2    <<< expected -
                """));
    query.processAllAvailable();
    assertThat(offsetsOf(query, topic)).hasNoLag();
  }

  @Test
  void batchByBatch(StreamHarness harness, KafkaTopic topic) {
    topic.send("a", "b", "c");
    TestQuery query = start(harness, topic, "maxOffsetsPerTrigger", "2");
    query.processNextBatch();
    assertThat(offsetsOf(query, topic)).hasLag(0, 1).hasBatch(0, Map.of(0, 0L), Map.of(0, 2L));
    query.processAllAvailable();
    KafkaOffsets offsets = offsetsOf(query, topic);
    assertThat(offsets).hasBatch(1, Map.of(0, 2L), Map.of(0, 3L));
    fails(
        () -> assertThat(offsets).hasBatch(1, Map.of(0, 0L), Map.of(0, 3L)),
        expecting(
            topic,
            "read in batch 1 what is expected",
            """
              partition | from | until | records
              0         | 2    | 3     | 1        <<< expected 0 to 3
            """));
    assertThatThrownBy(() -> assertThat(offsets).hasBatch(7, Map.of(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("There is no batch 6 in the offset log of ")
        .hasMessageEndingWith(", but batches [0, 1]. See docs/errors/no-batch.md");
  }

  @Test
  void aPartitionThatIsNotReadAndAQueryThatHasNotRun(
      StreamHarness harness, @Topic(partitions = 2) KafkaTopic topic) {
    topic.send(KafkaRecord.of("a").toPartition(0));
    Dataset<Row> assigned =
        harness
            .spark()
            .readStream()
            .format("kafka")
            .option("kafka.bootstrap.servers", topic.bootstrapServers())
            .option("assign", "{\"" + topic.name() + "\":[0]}")
            .option("startingOffsets", "earliest")
            .load();
    TestQuery query = harness.start("read", assigned, OutputMode.Append());
    query.awaitStart();
    KafkaOffsets before = offsetsOf(query, topic);
    fails(
        () -> assertThat(before).hasNoLag(),
        expecting(
            topic,
            "no lag",
            """
              partition | start | processed | end | lag
              0         | -     | -         | 1   | -
              1         | -     | -         | 0   | -
            """));
    query.processAllAvailable();
    assertThat(offsetsOf(query, topic)).hasProcessed(Map.of(0, 1L)).hasNoLag();
    fails(
        () -> assertThat(offsetsOf(query, topic)).hasLag(1, 0),
        expecting(
            topic,
            "a lag of 0 in partition 1",
            """
              partition | start | processed | end | lag
              0         | 0     | 1         | 1   | 0
              1         | -     | -         | 0   | -    <<< expected lag 0
            """));
  }

  @Test
  void anotherTopic(
      StreamHarness harness, @Topic("read") KafkaTopic read, @Topic("other") KafkaTopic other) {
    TestQuery query = harness.start("read", read.readStream(), OutputMode.Append());
    query.awaitStart();
    assertThatThrownBy(() -> offsetsOf(query, other))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "query 'read', append mode does not read the topic "
                + other.name()
                + ", so it has no offsets there. It reads: KafkaV2[Subscribe["
                + read.name()
                + "]]. See docs/errors/kafka-offsets.md");
    read.send("a");
    query.processAllAvailable();
  }

  /** Two sources of one topic: the one that is behind counts. */
  @Test
  void aTopicThatIsReadTwice(StreamHarness harness, KafkaTopic topic) {
    topic.send("a", "b", "c");
    Dataset<Row> slow =
        harness
            .spark()
            .readStream()
            .format("kafka")
            .options(topic.options())
            .option("startingOffsets", "earliest")
            .option("maxOffsetsPerTrigger", 1)
            .load();
    TestQuery query = harness.start(topic.readStream().union(slow), OutputMode.Append());
    query.processNextBatch();
    assertThat(offsetsOf(query, topic)).hasProcessed(Map.of(0, 1L)).hasLag(0, 2);
    query.processAllAvailable();
    assertThat(offsetsOf(query, topic)).hasNoLag();
  }
}
