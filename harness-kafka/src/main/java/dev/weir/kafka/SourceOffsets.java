package dev.weir.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.internal.spark.SourceStatus;
import java.util.HashMap;
import java.util.Map;

/**
 * How far a Kafka source of Spark is: its offset is a JSON object of topics, each an object of
 * partitions and the offset of the next record, {@code {"people":{"0":12,"1":7}}}. It is read by
 * Jackson, which Spark brings.
 */
final class SourceOffsets {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SourceOffsets() {}

  /**
   * Whether a source reads a topic: by its offset, or before the first batch by its description.
   */
  static boolean reads(SourceStatus source, String topic) {
    if (!source.description().startsWith("KafkaV2[")) {
      return false;
    }
    String committed = source.committed();
    return committed == null
        ? source.description().contains("[" + topic + "]")
            || source.description().contains("[" + topic + ",")
            || source.description().contains(", " + topic)
        : parse(committed).has(topic);
  }

  /** By partition of a topic, the offset of the record that the source would read next. */
  static Map<Integer, Long> of(SourceStatus source, String topic) {
    Map<Integer, Long> offsets = new HashMap<>();
    String committed = source.committed();
    if (committed != null) {
      parse(committed)
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
