package dev.weir.kafka;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;

/** The first of its queries processes no row, and is meant to. */
@KafkaTest
@SparkStreamingTest(strict = false)
class AvailableNowFromLatestTest {

  /** The first trigger of such a query is its last one, so there is no good order. */
  @Test
  void aFirstRunOfAvailableNowReadsNothing(StreamHarness harness, KafkaTopic topic) {
    topic.send("a");
    TestQuery query =
        harness.start(
            StartingOffsetsTest.values(harness, topic)
                .writeStream()
                .format("noop")
                .trigger(Trigger.AvailableNow()));
    assertThatThrownBy(query::processAllAvailable)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\n  partition 0: 1 record (offset 0)\n");
    topic.send("b");
    TestQuery next =
        harness.restart(
            query,
            StartingOffsetsTest.values(harness, topic)
                .writeStream()
                .format("noop")
                .trigger(Trigger.AvailableNow()));
    next.processAllAvailable();
    assertThat(next).table().containsExactlyInAnyOrder("b");
  }
}
