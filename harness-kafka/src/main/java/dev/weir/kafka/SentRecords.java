package dev.weir.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a test has sent to a topic so far, and what of it may be passed over. */
final class SentRecords {
  private final Map<Integer, Long> ends = new HashMap<>();
  private final Map<Integer, Long> skippable = new HashMap<>();
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
    before.skippable.putAll(skippable);
    return before;
  }

  synchronized long count() {
    return count;
  }

  /** By partition to which a record was sent, the offset behind the last one. */
  synchronized Map<Integer, Long> ends() {
    return new TreeMap<>(ends);
  }

  /** From now on no query has to read what was sent so far. */
  synchronized void allowSkipping() {
    skippable.putAll(ends);
  }

  synchronized boolean maySkip(int partition, long end) {
    return skippable.getOrDefault(partition, 0L) >= end;
  }
}
