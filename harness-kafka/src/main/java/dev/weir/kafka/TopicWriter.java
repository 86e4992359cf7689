package dev.weir.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Sends records, and comes back when the broker has acknowledged each of them. */
final class TopicWriter {

  private final String topic;
  private final Producer<byte[], byte[]> producer;

  TopicWriter(String topic, Producer<byte[], byte[]> producer) {
    this.topic = topic;
    this.producer = producer;
  }

  /**
   * Sends.
   *
   * @return by partition, the offset behind the last record that the broker has acknowledged
   */
  Map<Integer, Long> write(List<KafkaRecord> records) {
    List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
    try {
      for (KafkaRecord record : records) {
        acknowledgements.add(producer.send(record.forTopic(topic)));
      }
      producer.flush();
    } catch (KafkaException e) {
      // Thrown by send itself: the record never left, those before it may have.
      throw notSent(records, acknowledgements.size(), e);
    }
    Map<Integer, Long> ends = new HashMap<>();
    for (int i = 0; i < acknowledgements.size(); i++) {
      RecordMetadata written = await(records, i, acknowledgements.get(i));
      ends.merge(written.partition(), written.offset() + 1, Math::max);
    }
    return ends;
  }

  private RecordMetadata await(
      List<KafkaRecord> records, int index, Future<RecordMetadata> acknowledgement) {
    try {
      return acknowledgement.get();
    } catch (ExecutionException e) {
      throw notSent(records, index, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaHarnessException(KafkaMessages.interrupted("acknowledge"), e);
    }
  }

  private KafkaHarnessException notSent(
      List<KafkaRecord> records, int index, @Nullable Throwable cause) {
    return new KafkaHarnessException(
        KafkaMessages.notSent(topic, index + 1, records.size(), records.get(index), cause), cause);
  }
}
