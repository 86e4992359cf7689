package dev.weir.kafka;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A key and a value, to tell whether two records have the same. */
record RecordContent(Optional<ByteBuffer> key, Optional<ByteBuffer> value) {

  static RecordContent of(ReceivedRecord record) {
    return of(record.keyBytes(), record.valueBytes());
  }

  static RecordContent of(byte @Nullable [] key, byte @Nullable [] value) {
    return new RecordContent(bytes(key), bytes(value));
  }

  private static Optional<ByteBuffer> bytes(byte @Nullable [] bytes) {
    return Optional.ofNullable(bytes).map(ByteBuffer::wrap);
  }
}
