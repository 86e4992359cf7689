package dev.weir.kafka;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.query.TestQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.Trigger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each option of Spark's Kafka source does to a step. */
@Tag("slow")
@KafkaTest
class KafkaSourceOptionsTest {

  private static final Instant NOON = Instant.parse("2024-02-05T12:00:00Z");

  /** The values of a topic, from the earliest offsets; options override. */
  private static Dataset<Row> values(
      StreamHarness harness, KafkaTopic topic, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(topic.options());
    all.put("startingOffsets", "earliest");
    if (options.containsKey("subscribePattern") || options.containsKey("assign")) {
      all.remove("subscribe");
    }
    all.putAll(options);
    return harness
        .spark()
        .readStream()
        .format("kafka")
        .options(all)
        .load()
        .selectExpr("CAST(value AS STRING) AS value");
  }

  private static TestQuery start(
      StreamHarness harness, KafkaTopic topic, Map<String, String> options) {
    return harness.start("read", values(harness, topic, options), OutputMode.Append());
  }

  /** The names in an option are of topics that only the test knows: {0} and {1}. */
  private static Map<String, String> option(String name, String value, KafkaTopic... topics) {
    String text = value;
    for (int i = 0; i < topics.length; i++) {
      text = text.replace("{" + i + "}", topics[i].name());
    }
    return Map.of(name, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subscribe={0},{1}",
        "subscribe={1}, {0}",
        "subscribePattern=({0}|{1})",
        "assign={\"{0}\":[0,1],\"{1}\":[0]}"
      })
  void severalTopics(
      String option,
      StreamHarness harness,
      @Topic(value = "left", partitions = 2) KafkaTopic left,
      @Topic("right") KafkaTopic right) {
    String[] parts = option.split("=", 2);
    TestQuery query = start(harness, left, option(parts[0], parts[1], left, right));
    for (int i = 0; i < 20; i++) {
      left.send(KafkaRecord.of("left" + i).toPartition(i % 2));
      right.send("right" + i);
    }
    query.processAllAvailable();
    assertThat(query).lastStep().ranBatches(0);
    assertThat(query).table().hasSize(40);
    right.send("last");
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder("last");
  }

  /** The pattern may match a part of the name, and is not the name. */
  @Test
  void aPattern(StreamHarness harness, @Topic("left") KafkaTopic left) {
    OffsetFetching.byAdmin(harness);
    String part = left.name().substring(1, left.name().length() - 1);
    TestQuery query = start(harness, left, Map.of("subscribePattern", part));
    left.send("a");
    Assertions.assertThat(harness.findings())
        .contains(
            "query 'read', append mode has not processed all of topic '"
                + left.name()
                + "': rows were added after the last step");
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder("a");
  }

  @Test
  void aPartitionThatIsNotAssignedIsNotWaitedForAndFound(
      StreamHarness harness, @Topic(partitions = 3) KafkaTopic topic) {
    TestQuery query = start(harness, topic, option("assign", "{\"{0}\":[0,2]}", topic));
    for (int i = 0; i < 3; i++) {
      topic.send(KafkaRecord.of("a" + i).toPartition(i));
    }
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder("a0", "a2");
    Assertions.assertThat(harness.findings())
        .containsExactly(
            "topic '"
                + topic.name()
                + "' was given records in partition 1, and no query reads that partition: it is not"
                + " among those that the option 'assign' names");
    query.stop();
    start(harness, topic, option("assign", "{\"{0}\":[1]}", topic)).processAllAvailable();
    Assertions.assertThat(harness.findings()).isEmpty();
  }

  /** Sent are offsets 0 to 4 of partition 0, a minute from each other, and one of partition 1. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "startingOffsets={\"{0}\":{\"0\":3,\"1\":-1}}",
        "startingOffsetsByTimestamp={\"{0}\":{\"0\":1707134580000,\"1\":1707134580000}}",
        "startingTimestamp=1707134580000"
      })
  void recordsBeforeTheStartingOffsetsAreNotWaitedFor(
      String option, StreamHarness harness, @Topic(partitions = 2) KafkaTopic topic) {
    for (int i = 0; i < 5; i++) {
      topic.send(KafkaRecord.of("a" + i).toPartition(0).at(NOON.plus(Duration.ofMinutes(i))));
    }
    topic.send(KafkaRecord.of("b").toPartition(1).at(NOON));
    String[] parts = option.split("=", 2);
    Map<String, String> options = new HashMap<>(option(parts[0], parts[1], topic));
    options.put("startingOffsetsByTimestampStrategy", "latest");
    TestQuery query = start(harness, topic, options);
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder("a3", "a4");
    topic.send(KafkaRecord.of("c").toPartition(1));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder("c");
    Assertions.assertThat(harness.findings()).isEmpty();
  }

  @Test
  void endingOffsetsAreRefusedBySpark(StreamHarness harness, KafkaTopic topic) {
    assertThatThrownBy(() -> start(harness, topic, Map.of("endingOffsets", "latest")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ending offset not valid in streaming queries");
  }

  @Test
  void minPartitionsSplitsABatchIntoMoreTasks(StreamHarness harness, KafkaTopic topic) {
    TestQuery query =
        harness.start(
            values(harness, topic, Map.of("minPartitions", "5"))
                .selectExpr("value", "spark_partition_id() AS task"),
            OutputMode.Append());
    topic.send("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    query.processAllAvailable();
    assertThat(query).lastBatch().hasSize(10);
    Assertions.assertThat(query.lastBatch().rows())
        .extracting(row -> row.getInt(1))
        .containsOnly(0, 1, 2, 3, 4);
  }

  @Test
  void aStepTakesAsManyBatchesAsTheLimitNeeds(StreamHarness harness, KafkaTopic topic) {
    TestQuery query = start(harness, topic, Map.of("maxOffsetsPerTrigger", "2"));
    topic.send("a", "b", "c", "d", "e");
    Assertions.assertThat(query.processNextBatch().batchIds()).containsExactly(0L);
    assertThat(query).lastBatch().containsExactlyInAnyOrder("a", "b");
    query.processAllAvailable();
    assertThat(query).lastStep().ranBatches(1, 2);
    assertThat(query).batch(2).containsExactlyInAnyOrder("e");
  }

  @Test
  void availableNowEndsAfterSeveralBatches(StreamHarness harness, KafkaTopic topic) {
    topic.send("a", "b", "c", "d", "e");
    TestQuery query =
        harness.start(
            values(harness, topic, Map.of("maxOffsetsPerTrigger", "2"))
                .writeStream()
                .format("noop")
                .trigger(Trigger.AvailableNow()));
    query.runToItsEnd();
    assertThat(query).lastStep().ranBatches(0, 1, 2);
    assertThat(query).table().containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    Assertions.assertThat(query.isActive()).isFalse();
  }

  /** The first trigger is always free: Spark counts the delay from the epoch. */
  @Test
  void fewerRecordsThanTheLeastAreKeptBack(
      StreamHarness harness, @Topic(partitions = 2) KafkaTopic topic) {
    topic.send(KafkaRecord.of("a").toPartition(0));
    TestQuery query = start(harness, topic, Map.of("minOffsetsPerTrigger", "3"));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder("a");
    topic.send(KafkaRecord.of("b").toPartition(0), KafkaRecord.of("c").toPartition(1));
    Assertions.assertThat(query.processNextBatch().isEmpty()).isTrue();
    assertThatThrownBy(query::processAllAvailable)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Query 'read' has found all that was sent to the topic "
                + topic.name()
                + """
                , and its source keeps some of it back:
                  partition 0: 1 record (offset 1)
                  partition 1: 1 record (offset 0)
                That is what minOffsetsPerTrigger means: wait for more records, or until \
                maxTriggerDelay (15 minutes, if not set) has passed since the last batch. Send \
                more, or let the time pass: query.advanceTime(Duration.ofMinutes(15)). If nothing \
                is to run now, query.processNextBatch() shows that.\
                 See docs/errors/kafka-held-back.md""");
    topic.send(KafkaRecord.of("d").toPartition(1));
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder("b", "c", "d");
  }

  @Test
  void theDelayIsOverWhenTheTestSaysSo(StreamHarness harness, KafkaTopic topic) {
    TestQuery query =
        start(harness, topic, Map.of("minOffsetsPerTrigger", "3", "maxTriggerDelay", "10m"));
    query.processAllAvailable();
    topic.send("a");
    Assertions.assertThat(query.advanceTime(Duration.ofMinutes(9)).isEmpty()).isTrue();
    query.advanceTime(Duration.ofMinutes(1));
    assertThat(query).lastBatch().containsExactlyInAnyOrder("a");
  }

  @Test
  void headersAreAColumnMore(StreamHarness harness, KafkaTopic topic) {
    TestQuery query =
        harness.start(
            harness
                .spark()
                .readStream()
                .format("kafka")
                .options(topic.options())
                .option("startingOffsets", "earliest")
                .option("includeHeaders", true)
                .load()
                .selectExpr(
                    "CAST(value AS STRING) AS value",
                    "transform(headers, h -> h.key || '=' || CAST(h.value AS STRING)) AS headers"),
            OutputMode.Append());
    topic.send(
        KafkaRecord.of("a").withHeader("source", "crm").withHeader("source", "web"),
        KafkaRecord.of("b"));
    query.processAllAvailable();
    assertThat(query)
        .table()
        .containsExactlyInAnyOrder(row("a", List.of("source=crm", "source=web")), row("b", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka.group.id", "groupIdPrefix"})
  void aGroupChangesNothing(String option, StreamHarness harness, KafkaTopic topic) {
    topic.send("a");
    TestQuery query = start(harness, topic, Map.of(option, "reporting"));
    query.processAllAvailable();
    topic.send("b");
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder("b");
    assertThat(query).table().containsExactlyInAnyOrder("a", "b");
  }
}
