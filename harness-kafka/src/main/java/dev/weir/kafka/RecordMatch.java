package dev.weir.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which expected record is which one that came.
 *
 * <p>An expectation may leave open what another one says: the partition, headers, the time. So it
 * is a matching of two sides, by augmenting paths: an expectation may make another one take the
 * next record that fits it.
 */
final class RecordMatch {
  private static final int NONE = -1;

  private final List<KafkaRecord> expected;
  private final List<ReceivedRecord> came;

  /** By place in {@code came}, the place in {@code expected}. */
  private final int[] expectedOf;

  RecordMatch(List<KafkaRecord> expected, List<ReceivedRecord> came) {
    this.expected = expected;
    this.came = came;
    this.expectedOf = new int[came.size()];
    Arrays.fill(expectedOf, NONE);
    for (int e = 0; e < expected.size(); e++) {
      place(e, new boolean[came.size()]);
    }
  }

  private boolean place(int e, boolean[] tried) {
    for (int c = 0; c < came.size(); c++) {
      if (!tried[c] && expected.get(e).matches(came.get(c))) {
        tried[c] = true;
        if (expectedOf[c] == NONE || place(expectedOf[c], tried)) {
          expectedOf[c] = e;
          return true;
        }
      }
    }
    return false;
  }

  /** What was expected and did not come. */
  List<KafkaRecord> missing() {
    List<KafkaRecord> missing = new ArrayList<>();
    for (int e = 0; e < expected.size(); e++) {
      int place = e;
      if (IntStream.of(expectedOf).noneMatch(matched -> matched == place)) {
        missing.add(expected.get(e));
      }
    }
    return missing;
  }

  /** What came and was not expected. */
  List<ReceivedRecord> unexpected() {
    List<ReceivedRecord> unexpected = new ArrayList<>();
    for (int c = 0; c < came.size(); c++) {
      if (expectedOf[c] == NONE) {
        unexpected.add(came.get(c));
      }
    }
    return unexpected;
  }
}
