package dev.weir.kafka;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job that begins at the latest offsets, which is Spark's default, never sees older records. */
@KafkaTest
class StartingOffsetsTest {

  /** A job that sets nothing. */
  static Dataset<Row> values(StreamHarness harness, KafkaTopic topic) {
    return harness
        .spark()
        .readStream()
        .format("kafka")
        .options(topic.options())
        .load()
        .selectExpr("CAST(value AS STRING) AS value");
  }

  /** Standing before the first trigger is not enough: the offsets are fixed in it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void recordsBeforeTheFirstTriggerAreNeverSeenAndTheStepSaysSo(
      boolean all, StreamHarness harness, @Topic(partitions = 2) KafkaTopic topic) {
    topic.send(KafkaRecord.of("a").toPartition(0));
    TestQuery query = harness.start("late", values(harness, topic), OutputMode.Append());
    query.awaitStart();
    topic.send(KafkaRecord.of("b").toPartition(0), KafkaRecord.of("c").toPartition(1));
    assertThatThrownBy(() -> step(query, all))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Query 'late' has begun to read the topic "
                + topic.name()
                + """
                 behind everything that was sent to it, and will never see it:
                  partition 0: 2 records (offsets 0 to 1)
                  partition 1: 1 record (offset 0)
                That is what startingOffsets=latest means, which is Spark's default: the end of \
                the topic at the time of the query's first trigger, not of its start. Set \
                startingOffsets=earliest, or let the query come to its first trigger before you \
                send: query.processAllAvailable(). If the job is to pass over these records, say \
                so before the step: topic.allowSkipping(). See docs/errors/kafka-latest.md""");
    topic.send("d");
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder("d");
  }

  private static void step(TestQuery query, boolean all) {
    if (all) {
      query.processAllAvailable();
    } else {
      query.processNextBatch();
    }
  }

  @Test
  void recordsAfterTheFirstTriggerAreSeen(StreamHarness harness, KafkaTopic topic) {
    TestQuery query = harness.start(values(harness, topic), OutputMode.Append());
    query.processAllAvailable();
    topic.send("a", "b");
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder("a", "b");
    Assertions.assertThat(harness.findings()).isEmpty();
  }

  @Test
  void aJobMayBeMeantToPassOverWhatIsOlder(StreamHarness harness, KafkaTopic topic) {
    topic.send("old");
    topic.allowSkipping();
    TestQuery query = harness.start(values(harness, topic), OutputMode.Append());
    query.processAllAvailable();
    topic.send("new");
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder("new");
  }

  @Test
  void aRestartedQueryBeginsWhereItWas(StreamHarness harness, KafkaTopic topic) {
    TestQuery query = harness.start(values(harness, topic), OutputMode.Append());
    query.processAllAvailable();
    topic.send("a");
    query.processAllAvailable();
    topic.send("b");
    TestQuery restarted =
        harness.restart(query, values(harness, topic).writeStream().format("noop"));
    restarted.processAllAvailable();
    assertThat(restarted).table().containsExactlyInAnyOrder("b");
  }
}
