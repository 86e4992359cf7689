package dev.weir.kafkauser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.kafka.KafkaBroker;
import dev.weir.kafka.KafkaRecord;
import dev.weir.kafka.KafkaTopic;
import dev.weir.kafka.ReceivedRecord;
import dev.weir.kafka.Topic;
import org.junit.jupiter.api.Test;

/** An annotation of the user's own, which subclasses inherit. */
class OwnAnnotationTest extends StreamingTestBase {

  @Test
  void everythingNeededIsPublic(
      KafkaTopic topic,
      KafkaBroker broker,
      @Topic(name = "fixed", partitions = 2) KafkaTopic fixed) {
    people.send("a");
    fixed.send(KafkaRecord.of("b").toPartition(1));

    assertThat(topic.received()).isEmpty();
    assertThat(people.received()).extracting(ReceivedRecord::value).containsExactly("a");
    assertThat(fixed.received()).extracting(ReceivedRecord::partition).containsExactly(1);
    assertThat(broker.bootstrapServers()).isEqualTo(people.bootstrapServers());
  }
}
