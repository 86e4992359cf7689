package dev.weir.kafka;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records that came more than once: those of equal key and value. */
final class Duplicates {
  private Duplicates() {}

  /** In the order of their first copies, the copies of each record that has several. */
  static List<List<ReceivedRecord>> of(List<ReceivedRecord> came) {
    Map<RecordContent, List<ReceivedRecord>> copies = new LinkedHashMap<>();
    for (ReceivedRecord record : came) {
      copies.computeIfAbsent(RecordContent.of(record), key -> new ArrayList<>()).add(record);
    }
    return copies.values().stream().filter(list -> list.size() > 1).toList();
  }
}
