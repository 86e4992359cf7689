package dev.weir.kafka;

import java.util.HashMap;
import java.util.Map;

/** What a test has sent to a topic so far. */
final class SentRecords {
  private final Map<Integer, Long> ends = new HashMap<>();
  private long count;

  synchronized void add(int records, Map<Integer, Long> newEnds) {
    count += records;
    newEnds.forEach((partition, end) -> ends.merge(partition, end, Math::max));
  }

  /** The same as if what lies behind some offsets had not been sent yet. */
  synchronized SentRecords upTo(Map<Integer, Long> offsets) {
    SentRecords before = new SentRecords();
    Map<Integer, Long> reachable = new HashMap<>(ends);
    offsets.forEach(
        (partition, limit) ->
            reachable.computeIfPresent(partition, (p, end) -> Math.min(end, limit)));
    before.add((int) count, reachable);
    return before;
  }

  synchronized long count() {
    return count;
  }

  /** Whether every record that was sent lies before an offset of its partition. */
  synchronized boolean allBefore(Map<Integer, Long> offsets) {
    return ends.entrySet().stream()
        .allMatch(end -> offsets.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }
}
