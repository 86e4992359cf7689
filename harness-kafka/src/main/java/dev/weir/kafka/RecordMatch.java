package dev.weir.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which expected record is which one that came.
 *
 * <p>Only records of equal key and value can be the same. Among these, an expectation may ask for a
 * partition, headers or a time: those that do are matched first, by augmenting paths, so that one
 * makes another take the next record that fits it. Those that do not take what is left.
 */
final class RecordMatch {
  private final List<KafkaRecord> expected;
  private final List<ReceivedRecord> came;
  private final Map<RecordContent, List<Integer>> placesOf = new HashMap<>();

  /** By place in {@code came}, the place in {@code expected}. */
  private final Map<Integer, Integer> expectedAt = new HashMap<>();

  private final Set<Integer> matched = new HashSet<>();

  RecordMatch(List<KafkaRecord> expected, List<ReceivedRecord> came) {
    this.expected = expected;
    this.came = came;
    for (int c = 0; c < came.size(); c++) {
      placesOf.computeIfAbsent(RecordContent.of(came.get(c)), key -> new ArrayList<>()).add(c);
    }
    for (int e = 0; e < expected.size(); e++) {
      if (expected.get(e).asksForMore() && place(e, new HashSet<>())) {
        matched.add(e);
      }
    }
    placeTheRest();
  }

  private List<Integer> candidates(int e) {
    return placesOf.getOrDefault(expected.get(e).content(), List.of());
  }

  private boolean place(int e, Set<Integer> tried) {
    for (int c : candidates(e)) {
      if (expected.get(e).matches(came.get(c)) && tried.add(c)) {
        Integer other = expectedAt.get(c);
        if (other == null || place(other, tried)) {
          expectedAt.put(c, e);
          return true;
        }
      }
    }
    return false;
  }

  private void placeTheRest() {
    Map<RecordContent, Deque<Integer>> free = new HashMap<>();
    for (int e = 0; e < expected.size(); e++) {
      if (expected.get(e).asksForMore()) {
        continue;
      }
      List<Integer> all = candidates(e);
      Deque<Integer> left =
          free.computeIfAbsent(
              expected.get(e).content(),
              key ->
                  new ArrayDeque<>(all.stream().filter(c -> !expectedAt.containsKey(c)).toList()));
      Integer c = left.poll();
      if (c != null) {
        expectedAt.put(c, e);
        matched.add(e);
      }
    }
  }

  boolean differs() {
    return !missing().isEmpty() || !unexpected().isEmpty();
  }

  /**
   * What came, line by line: as it was expected, if it was, so that only what differs looks
   * different.
   */
  List<String> cameAsExpected() {
    List<String> lines = new ArrayList<>();
    for (int c = 0; c < came.size(); c++) {
      Integer e = expectedAt.get(c);
      lines.add(e == null ? came.get(c).contentAndTime() : expected.get(e).toString());
    }
    return lines;
  }

  /** What was expected and did not come. */
  List<KafkaRecord> missing() {
    List<KafkaRecord> missing = new ArrayList<>();
    for (int e = 0; e < expected.size(); e++) {
      if (!matched.contains(e)) {
        missing.add(expected.get(e));
      }
    }
    return missing;
  }

  /** What came and was not expected. */
  List<ReceivedRecord> unexpected() {
    List<ReceivedRecord> unexpected = new ArrayList<>();
    for (int c = 0; c < came.size(); c++) {
      if (!expectedAt.containsKey(c)) {
        unexpected.add(came.get(c));
      }
    }
    return unexpected;
  }
}
