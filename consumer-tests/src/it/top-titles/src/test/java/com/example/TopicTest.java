package com.example;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.StreamHarness;
import dev.weir.kafka.KafkaTest;
import dev.weir.kafka.KafkaTopic;
import dev.weir.query.TestQuery;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;

// @start region="test"
@KafkaTest
class TopicTest {

  @Test
  void recordsAreRead(StreamHarness harness, KafkaTopic people) {
    TestQuery titles =
        harness.start(
            people.readStream().selectExpr("CAST(value AS STRING) AS title").groupBy("title").count(),
            OutputMode.Complete());
    people.send("Nurse", "Cook", "Nurse");
    titles.processAllAvailable();
    assertThat(titles).table().containsExactlyInAnyOrder(row("Nurse", 2L), row("Cook", 1L));
  }
  // @end

  @Test
  void sparksClientIsTheOneThatSparkBrings() {
    assertEquals("3.4.1", AppInfoParser.getVersion());
    assertThrows(ClassNotFoundException.class, () -> Class.forName("kafka.server.KafkaRaftServer"));
  }
// @start region="test"
}
// @end
