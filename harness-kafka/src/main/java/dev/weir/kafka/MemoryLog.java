package dev.weir.kafka;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Utils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Records with the partition and the offset that Kafka would give them.
 *
 * <p>A key's partition is the one of Kafka's own partitioner (BuiltInPartitioner.partitionForKey).
 * Without a key Kafka promises none; here they go round.
 */
final class MemoryLog {
  private final String topic;
  private final int partitions;
  private final Map<Integer, Long> ends = new TreeMap<>();
  private final List<ReceivedRecord> records = new ArrayList<>();

  MemoryLog(String topic, int partitions) {
    this.topic = topic;
    this.partitions = partitions;
    for (int partition = 0; partition < partitions; partition++) {
      ends.put(partition, 0L);
    }
  }

  int partitions() {
    return partitions;
  }

  int size() {
    return records.size();
  }

  /** By partition, the offset that the next record will get. */
  Map<Integer, Long> endOffsets() {
    return new TreeMap<>(ends);
  }

  /** Appends; gives the new rows as Spark's Kafka source makes them. */
  List<Row> append(List<KafkaRecord> added) {
    int before = records.size();
    for (KafkaRecord record : added) {
      records.add(logged(record.forTopic(topic)));
    }
    return records.subList(before, records.size()).stream().map(this::row).toList();
  }

  List<Row> rows() {
    return records.stream().map(this::row).toList();
  }

  /** By partition and, within it, by offset. */
  List<ReceivedRecord> records() {
    return records.stream()
        .sorted(
            Comparator.comparingInt(ReceivedRecord::partition)
                .thenComparingLong(ReceivedRecord::offset))
        .toList();
  }

  private ReceivedRecord logged(ProducerRecord<byte[], byte[]> sent) {
    int partition = partition(sent);
    long offset = ends.merge(partition, 1L, Long::sum) - 1;
    return new ReceivedRecord(
        topic,
        partition,
        offset,
        Optional.ofNullable(sent.timestamp()).orElseGet(System::currentTimeMillis),
        sent.key(),
        sent.value(),
        sent.headers());
  }

  private int partition(ProducerRecord<byte[], byte[]> sent) {
    if (sent.partition() != null) {
      return sent.partition();
    }
    return sent.key() == null
        ? records.size() % partitions
        : Utils.toPositive(Utils.murmur2(sent.key())) % partitions;
  }

  private Row row(ReceivedRecord record) {
    return RowFactory.create(
        record.keyBytes(),
        record.valueBytes(),
        topic,
        record.partition(),
        record.offset(),
        record.timestamp(),
        TimestampType.CREATE_TIME.id);
  }
}
