package dev.weir.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a Kafka source of Spark is: its offset is a JSON object of topics, each an object of
 * partitions and the offset of the next record, {@code {"people":{"0":12,"1":7}}}. It is read by
 * Jackson, which Spark brings.
 */
final class SourceOffsets {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SourceOffsets() {}

  /**
   * By partition of a topic, the offset of the next record.
   *
   * @param offset null before the first batch, when there is none of any partition
   */
  static Map<Integer, Long> of(@Nullable String offset, String topic) {
    Map<Integer, Long> offsets = new TreeMap<>();
    if (offset != null) {
      parse(offset)
          .path(topic)
          .fields()
          .forEachRemaining(
              partition ->
                  offsets.put(
                      Integer.valueOf(partition.getKey()), partition.getValue().longValue()));
    }
    return offsets;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "Spark's Kafka source has an offset that is no JSON: " + json, e);
    }
  }
}
