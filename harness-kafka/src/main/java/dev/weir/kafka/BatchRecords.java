package dev.weir.kafka;

import dev.weir.internal.spark.SourceStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.IsolationLevel;

/** The records that a batch in work reads, for the message when it fails. */
final class BatchRecords {

  /** The message is about another failure, so it does not wait long for this. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private BatchRecords() {}

  /**
   * Reads the first records of the batch, by partition.
   *
   * @return each in words; none if they cannot be read in time
   */
  static List<String> read(String topic, SourceStatus source, int atMost, KafkaClients clients) {
    Map<Integer, Long> beginnings =
        SourceOffsets.of(source.committed() == null ? source.first() : source.committed(), topic);
    Map<Integer, Long> ends = SourceOffsets.of(source.available(), topic);
    Map<Integer, Long> capped = new TreeMap<>();
    ends.forEach(
        (partition, end) ->
            capped.put(partition, Math.min(end, beginnings.getOrDefault(partition, 0L) + atMost)));
    Map<Integer, Long> from = new TreeMap<>();
    capped.keySet().forEach(p -> from.put(p, beginnings.getOrDefault(p, 0L)));
    Duration timeout = clients.timeout().compareTo(PATIENCE) < 0 ? clients.timeout() : PATIENCE;
    try (Consumer<byte[], byte[]> consumer = clients.consumer(IsolationLevel.READ_UNCOMMITTED)) {
      return new TopicReader(topic, timeout)
          .read(consumer, from, capped).stream()
              .limit(atMost)
              .map(ReceivedRecord::toString)
              .toList();
    } catch (KafkaHarnessException e) {
      return List.of();
    }
  }
}
