package dev.weir.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a topic from its beginning to its end offsets, and no further.
 *
 * <p>Whether the end is reached is asked of the consumer's position, not of the records: offsets
 * that hold no record, such as a transaction's marker, count as read too.
 */
final class TopicReader {

  private static final Duration POLL = Duration.ofMillis(100);

  private final String topic;
  private final Duration timeout;

  TopicReader(String topic, Duration timeout) {
    this.topic = topic;
    this.timeout = timeout;
  }

  /**
   * Reads with a consumer that the caller closes.
   *
   * @param ends by partition, the offset to stop before
   * @return the records by partition and, within it, by offset
   */
  List<ReceivedRecord> read(
      Consumer<byte[], byte[]> consumer, Map<Integer, Long> beginnings, Map<Integer, Long> ends) {
    List<ReceivedRecord> records = new ArrayList<>();
    try {
      consumer.assign(beginnings.keySet().stream().map(this::partition).toList());
      beginnings.forEach((p, beginning) -> consumer.seek(partition(p), beginning));
      long deadline = System.nanoTime() + timeout.toNanos();
      Map<Integer, String> missing = missing(consumer, ends);
      while (!missing.isEmpty()) {
        if (System.nanoTime() - deadline >= 0) {
          throw new KafkaHarnessException(
              KafkaMessages.notAllRead(topic, timeout, records.size(), missing.values()));
        }
        for (ConsumerRecord<byte[], byte[]> consumed : consumer.poll(POLL)) {
          if (consumed.offset() < ends.getOrDefault(consumed.partition(), 0L)) {
            records.add(new ReceivedRecord(consumed));
          }
        }
        missing = missing(consumer, ends);
      }
    } catch (KafkaException e) {
      throw new KafkaHarnessException(KafkaMessages.notRead(topic, records.size(), e), e);
    }
    records.sort(
        Comparator.comparingInt(ReceivedRecord::partition)
            .thenComparingLong(ReceivedRecord::offset));
    return List.copyOf(records);
  }

  private Map<Integer, String> missing(Consumer<byte[], byte[]> consumer, Map<Integer, Long> ends) {
    Map<Integer, String> missing = new TreeMap<>();
    ends.forEach(
        (p, end) -> {
          long position = consumer.position(partition(p));
          if (position < end) {
            missing.put(p, KafkaMessages.offsets(p, position, end - 1));
          }
        });
    return missing;
  }

  private TopicPartition partition(int p) {
    return new TopicPartition(topic, p);
  }
}
