package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicReaderTest {

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>(OffsetResetStrategy.NONE);
  private final TopicReader reader = new TopicReader("people", Duration.ofMillis(200));

  @Test
  void saysWhatIsMissingWhenTheTimeIsOver() {
    consumer.schedulePollTask(() -> add(0, 0));

    assertThatThrownBy(
            () -> reader.read(consumer, Map.of(0, 0L, 1, 0L, 2, 0L), Map.of(0, 2L, 1, 5L, 2, 0L)))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "Read 1 record of the topic people within 200 ms; still missing: partition 0 offset 1;"
                + " partition 1 offsets 0 to 4. See docs/errors/kafka-not-read.md");
  }

  @Test
  void saysWhyReadingFailed() {
    consumer.schedulePollTask(() -> consumer.setPollException(new KafkaException("no such luck.")));

    assertThatThrownBy(() -> reader.read(consumer, Map.of(0, 0L), Map.of(0, 1L)))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "Reading the topic people failed after 0 records: KafkaException: no such luck."
                + " See docs/errors/kafka-not-read.md");
  }

  @Test
  void stopsBeforeWhatWasWrittenAfterTheCall() {
    consumer.schedulePollTask(
        () -> {
          add(0, 0);
          add(0, 1);
          add(0, 2);
        });

    List<ReceivedRecord> records = reader.read(consumer, Map.of(0, 0L), Map.of(0, 2L));

    assertThat(records).extracting(ReceivedRecord::offset).containsExactly(0L, 1L);
  }

  @Test
  void beginsWhereTheTopicBegins() {
    consumer.schedulePollTask(() -> add(0, 7));

    List<ReceivedRecord> records = reader.read(consumer, Map.of(0, 7L), Map.of(0, 8L));

    assertThat(records).extracting(ReceivedRecord::offset).containsExactly(7L);
  }

  private void add(int partition, long offset) {
    consumer.updateBeginningOffsets(Map.of(new TopicPartition("people", partition), 0L));
    consumer.addRecord(new ConsumerRecord<>("people", partition, offset, new byte[0], new byte[0]));
  }
}
