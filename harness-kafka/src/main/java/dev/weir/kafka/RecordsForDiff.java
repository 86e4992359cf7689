package dev.weir.kafka;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Records as lines, of which an IDE shows the difference. */
final class RecordsForDiff {
  private static final int MOST = 1000;

  private RecordsForDiff() {}

  static String inOrder(List<?> records) {
    return text(records.stream().map(Object::toString));
  }

  /** For records whose order means nothing. */
  static String sorted(List<?> records) {
    return text(records.stream().map(Object::toString).sorted());
  }

  private static String text(Stream<String> lines) {
    return lines.limit(MOST).collect(Collectors.joining("\n"));
  }
}
