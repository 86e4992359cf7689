package dev.weir.kafka;

import dev.weir.internal.spark.SourceStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Compares what a test has sent to a topic with where a query's source of it stands. */
final class BrokerTopicSource {
  private final String topic;
  private final SentRecords sent;
  private final SourceStatus source;

  BrokerTopicSource(String topic, SentRecords sent, SourceStatus source) {
    this.topic = topic;
    this.sent = sent;
    this.source = source;
  }

  /** What was sent to the partitions that the source reads, as far as it has come, or will. */
  private Map<Integer, Long> owed() {
    Map<Integer, Long> owed = sent.ends();
    owed.keySet().removeIf(partition -> !KafkaSources.reads(source, topic, partition));
    return owed;
  }

  boolean isProcessed() {
    return behind(SourceOffsets.of(source.committed(), topic)).isEmpty();
  }

  /** By partition, from which offset to which one records are not before the given offsets. */
  private Map<Integer, OffsetRange> behind(Map<Integer, Long> offsets) {
    Map<Integer, OffsetRange> behind = new TreeMap<>();
    owed()
        .forEach(
            (partition, end) -> {
              long offset = offsets.getOrDefault(partition, 0L);
              if (offset < end) {
                behind.put(partition, new OffsetRange(offset, end));
              }
            });
    return behind;
  }

  /**
   * A source that begins at the latest offsets begins behind all that is there. One that was told
   * where to begin passes over some records by intent, and finds others.
   */
  Optional<String> passedOver(String query) {
    Map<Integer, Long> first = SourceOffsets.of(source.first(), topic);
    Map<Integer, OffsetRange> passed = new TreeMap<>();
    Map<Integer, Long> owed = owed();
    owed.forEach(
        (partition, end) -> {
          if (first.getOrDefault(partition, 0L) >= end && !sent.maySkip(partition, end)) {
            passed.put(partition, new OffsetRange(0, end));
          }
        });
    boolean all =
        owed.entrySet().stream()
            .allMatch(end -> first.getOrDefault(end.getKey(), 0L) >= end.getValue());
    return all && !passed.isEmpty()
        ? Optional.of(SourceMessages.passedOver(query, topic, passed))
        : Optional.empty();
  }

  /**
   * When a source has seen all that was sent and has run no batch of it, that is by its options.
   */
  Optional<String> heldBack(String query) {
    if (!behind(SourceOffsets.of(source.latest(), topic)).isEmpty()) {
      return Optional.empty();
    }
    Map<Integer, OffsetRange> back = behind(SourceOffsets.of(source.committed(), topic));
    return back.isEmpty()
        ? Optional.empty()
        : Optional.of(SourceMessages.heldBack(query, topic, back));
  }

  /** The partitions that were sent to and that none of the sources is assigned to. */
  static List<String> unread(String topic, SentRecords sent, List<SourceStatus> sources) {
    return sent.ends().keySet().stream()
        .filter(
            partition -> sources.stream().noneMatch(s -> KafkaSources.reads(s, topic, partition)))
        .map(partition -> SourceMessages.partitionNotRead(topic, partition))
        .toList();
  }
}
