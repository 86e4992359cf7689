package dev.weir.kafka;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds records that cannot be sent before any is. */
final class RecordCheck {
  private RecordCheck() {}

  static void all(List<KafkaRecord> records, String topic, int partitions) {
    for (int i = 0; i < records.size(); i++) {
      one(records.get(i), i + 1, topic, partitions);
    }
  }

  private static void one(@Nullable KafkaRecord record, int number, String topic, int partitions) {
    if (record == null) {
      throw new KafkaHarnessException(KafkaMessages.nullRecord(topic, number));
    }
    record
        .partition()
        .ifPresent(
            partition -> {
              if (partition < 0 || partition >= partitions) {
                throw new KafkaHarnessException(
                    KafkaMessages.noSuchPartition(topic, partitions, partition, record));
              }
            });
  }
}
