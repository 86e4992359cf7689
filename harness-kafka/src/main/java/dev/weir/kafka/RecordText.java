package dev.weir.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Keys, values and headers as a failure message shows them: capped, and bytes as hex. */
final class RecordText {

  private static final int MOST_CHARACTERS = 120;
  private static final int MOST_BYTES = 16;

  private RecordText() {}

  static String of(byte @Nullable [] bytes) {
    if (bytes == null) {
      return "null";
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.length() <= MOST_CHARACTERS
          ? "'" + text + "'"
          : "'" + text.substring(0, MOST_CHARACTERS) + "'... (" + text.length() + " characters)";
    } catch (CharacterCodingException e) {
      int shown = Math.min(MOST_BYTES, bytes.length);
      String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, shown);
      return "0x[" + hex + (shown < bytes.length ? " ..." : "") + "] (" + bytes.length + " bytes)";
    }
  }

  static String of(List<Header> headers) {
    return headers.stream()
        .map(header -> header.key() + "=" + of(header.value()))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
