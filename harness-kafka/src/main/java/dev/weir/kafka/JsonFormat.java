package dev.weir.kafka;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON, by the Jackson that Spark brings, with all its modules that are on the class
 * path.
 *
 * <p>Times are ISO text, as Spark's {@code from_json} reads and {@code to_json} writes them. What
 * Jackson would make up in silence is an error: a zero for a null, and the rest after a value.
 */
final class JsonFormat {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .findAndRegisterModules()
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonFormat() {}

  static byte @Nullable [] write(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new KafkaHarnessException(
          RecordMessages.notWritten(
              "JSON", value, why(e), "Give a record, a bean with getters, or a map."),
          e);
    }
  }

  static <T> @Nullable T read(byte @Nullable [] bytes, Class<T> type, String part, String place) {
    if (bytes == null) {
      return null;
    }
    try {
      return JSON.readValue(bytes, type);
    } catch (IOException e) {
      throw new KafkaHarnessException(
          RecordMessages.notReadAs(
              part, place, "JSON", type.getSimpleName(), why(e), RecordText.of(bytes)),
          e);
    }
  }

  /** Without the dump of the source that Jackson's own message ends with. */
  private static String why(IOException e) {
    if (!(e instanceof JsonProcessingException json)) {
      return KafkaMessages.why(e);
    }
    JsonLocation at = json.getLocation();
    String message = json.getOriginalMessage();
    return (message.endsWith(".") ? message.substring(0, message.length() - 1) : message)
        + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")");
  }
}
