package dev.weir.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record that was read back from a topic. */
public final class ReceivedRecord {

  private final String topic;
  private final int partition;
  private final long offset;
  private final Instant timestamp;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<Header> headers;

  ReceivedRecord(ConsumerRecord<byte[], byte[]> consumed) {
    topic = consumed.topic();
    partition = consumed.partition();
    offset = consumed.offset();
    timestamp = Instant.ofEpochMilli(consumed.timestamp());
    key = consumed.key();
    value = consumed.value();
    headers = List.of(consumed.headers().toArray());
  }

  /** The partition, counted from 0. */
  public int partition() {
    return partition;
  }

  /** The place within the partition. */
  public long offset() {
    return offset;
  }

  /** The record's timestamp, in whole milliseconds. */
  public Instant timestamp() {
    return timestamp;
  }

  /** The key as UTF-8 text, or null if the record has none. */
  public @Nullable String key() {
    return text(key);
  }

  /** The key's bytes, or null if the record has none. */
  public byte @Nullable [] keyBytes() {
    return key == null ? null : key.clone();
  }

  /** The value as UTF-8 text, or null if it is a tombstone. */
  public @Nullable String value() {
    return text(value);
  }

  /** The value's bytes, or null if it is a tombstone. */
  public byte @Nullable [] valueBytes() {
    return value == null ? null : value.clone();
  }

  /** The names of all headers, in their order; a name may occur several times. */
  public List<String> headerNames() {
    return headers.stream().map(Header::key).toList();
  }

  /**
   * The values of all headers of this name as UTF-8 text, in their order; none if there is none.
   */
  public List<@Nullable String> headers(String name) {
    return Arrays.asList(
        headers.stream()
            .filter(header -> header.key().equals(name))
            .map(header -> text(header.value()))
            .toArray(String[]::new));
  }

  /** The value of the last header of this name as UTF-8 text, or null if there is none. */
  public @Nullable String header(String name) {
    return text(headerBytes(name));
  }

  /** The bytes of the last header of this name, or null if there is none. */
  public byte @Nullable [] headerBytes(String name) {
    byte @Nullable [] last = null;
    for (Header header : headers) {
      if (header.key().equals(name)) {
        last = header.value();
      }
    }
    return last == null ? null : last.clone();
  }

  /**
   * The value, JSON as UTF-8, as an object: a bean, a record, a map, a {@code JsonNode}. Read by
   * Jackson, which Spark brings.
   *
   * @return null if the value is, for a tombstone
   * @throws KafkaHarnessException if it is not the JSON of such an object, with the value
   */
  public <T> @Nullable T as(Class<T> type) {
    return value == null ? null : RecordValues.fromJson(value, type, place());
  }

  /**
   * The value, the plain bytes of an Avro record, as Spark's {@code to_avro} writes them.
   *
   * @param schema the one that it was written with
   * @return null if the value is, for a tombstone
   * @throws KafkaHarnessException if it is not such a record, with the value
   */
  public @Nullable GenericRecord asAvro(Schema schema) {
    return value == null ? null : RecordValues.fromAvro(value, schema, place());
  }

  /** Where it is: {@code people-0@3}. */
  String place() {
    return topic + "-" + partition + "@" + offset;
  }

  /** What it is, without its place and its time. */
  String content() {
    return "key="
        + RecordText.of(key)
        + " value="
        + RecordText.of(value)
        + (headers.isEmpty() ? "" : " headers=" + RecordText.of(headers));
  }

  List<Header> headers() {
    return headers;
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return place() + ": " + content() + " timestamp=" + timestamp;
  }
}
