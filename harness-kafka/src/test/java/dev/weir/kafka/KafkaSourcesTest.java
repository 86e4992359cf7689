package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.internal.spark.SourceStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a source reads is told by what Spark calls it. */
class KafkaSourcesTest {

  private static SourceStatus source(String description) {
    return new SourceStatus(description, null, null, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          KafkaV2[Subscribe[people]];             people;  true
          KafkaV2[Subscribe[people]];             peop;    false
          KafkaV2[Subscribe[cats, people]];       people;  true
          KafkaV2[Subscribe[cats, people]];       cats;    true
          KafkaV2[Subscribe[cats, people-2]];     people;  false
          KafkaV2[SubscribePattern[pe.p]];        people;  true
          KafkaV2[SubscribePattern[^[a-p]e.*$]];  people;  true
          KafkaV2[SubscribePattern[pe.p$]];       people;  false
          KafkaV2[Assign[people-0, people-2]];    people;  true
          KafkaV2[Assign[my-people-0]];           people;  false
          KafkaV2[Assign[my-people-0]];           my-people; true
          MemoryInput[people#1];                  people;  false
          """)
  void aTopicIsReadOrNot(String description, String topic, boolean read) {
    assertThat(KafkaSources.reads(source(description), topic)).isEqualTo(read);
  }

  @Test
  void onlyAnAssignmentLeavesPartitionsOut() {
    SourceStatus assigned = source("KafkaV2[Assign[people-0, people-2]]");
    assertThat(KafkaSources.reads(assigned, "people", 2)).isTrue();
    assertThat(KafkaSources.reads(assigned, "people", 1)).isFalse();
    assertThat(KafkaSources.reads(source("KafkaV2[Subscribe[people]]"), "people", 1)).isTrue();
  }

  @Test
  void offsetsAreReadPartitionByPartition() {
    assertThat(SourceOffsets.of("{\"people\":{\"0\":3,\"1\":0},\"cats\":{\"0\":9}}", "people"))
        .isEqualTo(Map.of(0, 3L, 1, 0L));
    assertThat(SourceOffsets.of("{\"people\":{\"0\":3}}", "dogs")).isEmpty();
    assertThat(SourceOffsets.of(null, "people")).isEmpty();
    assertThatThrownBy(() -> SourceOffsets.of("{", "people"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Spark's Kafka source has an offset that is no JSON: {");
  }

  @Test
  void sentRecordsAreComparedPartitionByPartition() {
    SentRecords sent = new SentRecords();
    assertThat(isProcessed(sent, "Subscribe[people]", null)).isTrue();
    sent.add(3, Map.of(0, 2L, 1, 1L));
    assertThat(sent.count()).isEqualTo(3);
    assertThat(isProcessed(sent, "Subscribe[people]", null)).isFalse();
    assertThat(isProcessed(sent, "Subscribe[people]", "{\"people\":{\"0\":2}}")).isFalse();
    assertThat(isProcessed(sent, "Assign[people-0]", "{\"people\":{\"0\":2}}")).isTrue();
    assertThat(isProcessed(sent, "Subscribe[people]", "{\"people\":{\"0\":2,\"1\":1}}")).isTrue();
    sent.add(1, Map.of(0, 3L));
    assertThat(isProcessed(sent, "Subscribe[people]", "{\"people\":{\"0\":2,\"1\":1}}")).isFalse();
  }

  private static boolean isProcessed(SentRecords sent, String strategy, String committed) {
    SourceStatus source = new SourceStatus("KafkaV2[" + strategy + "]", committed, null, null);
    return new BrokerTopicSource("people", sent, source).isProcessed();
  }
}
