package dev.weir.kafka;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records that came more than once: those of equal key and value. */
final class Duplicates {
  private Duplicates() {}

  /** In the order of their first copies, the copies of each record that has several. */
  static List<List<ReceivedRecord>> of(List<ReceivedRecord> came) {
    Map<List<Optional<ByteBuffer>>, List<ReceivedRecord>> copies = new LinkedHashMap<>();
    for (ReceivedRecord record : came) {
      copies
          .computeIfAbsent(
              List.of(bytes(record.keyBytes()), bytes(record.valueBytes())),
              key -> new ArrayList<>())
          .add(record);
    }
    return copies.values().stream().filter(list -> list.size() > 1).toList();
  }

  private static Optional<ByteBuffer> bytes(byte @Nullable [] bytes) {
    return Optional.ofNullable(bytes).map(ByteBuffer::wrap);
  }
}
