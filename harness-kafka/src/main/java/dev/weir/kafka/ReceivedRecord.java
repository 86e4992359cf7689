package dev.weir.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/** A record that was read back from a topic. */
@API(status = Status.MAINTAINED, since = "0.1")
public final class ReceivedRecord {

  private final String topic;
  private final int partition;
  private final long offset;
  private final Instant timestamp;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<Header> headers;

  ReceivedRecord(ConsumerRecord<byte[], byte[]> consumed) {
    this(
        consumed.topic(),
        consumed.partition(),
        consumed.offset(),
        consumed.timestamp(),
        consumed.key(),
        consumed.value(),
        consumed.headers());
  }

  ReceivedRecord(
      String topic,
      int partition,
      long offset,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers) {
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.timestamp = Instant.ofEpochMilli(timestamp);
    this.key = key;
    this.value = value;
    this.headers = List.of(headers.toArray());
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

  /**
   * The value, read as JSON; null if it is a tombstone. A property that the type does not have is
   * an error, unless the type says {@code @JsonIgnoreProperties(ignoreUnknown = true)}; so is a
   * null for an {@code int}.
   *
   * <pre>{@code
   * record Person(String id, int age) {}
   * assertThat(topic.received()).extracting(r -> r.as(Person.class)).contains(new Person("1", 42));
   * }</pre>
   *
   * @param type a Java record, a bean, {@code Map.class}, {@code JsonNode.class}
   * @throws KafkaHarnessException if it is no such JSON, naming the record and why
   */
  public <T> @Nullable T as(Class<T> type) {
    return JsonFormat.read(value, type, "value", place());
  }

  /** The key, read as JSON as {@link #as} does the value; null if the record has none. */
  public <T> @Nullable T keyAs(Class<T> type) {
    return JsonFormat.read(key, type, "key", place());
  }

  /**
   * The value, read as plain Avro binary, as Spark's {@code to_avro} writes it; null if it is a
   * tombstone.
   *
   * @param schema the one that it was written with
   * @throws KafkaHarnessException if it is no such Avro, naming the record and why
   */
  public @Nullable GenericRecord avro(Schema schema) {
    return AvroFormat.read(value, schema, "value", place());
  }

  /** The key, read as Avro as {@link #avro} does the value; null if the record has none. */
  public @Nullable GenericRecord avroKey(Schema schema) {
    return AvroFormat.read(key, schema, "key", place());
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

  /** What it is, without its place and its time. */
  String content() {
    return "key="
        + RecordText.of(key)
        + " value="
        + RecordText.of(value)
        + (headers.isEmpty() ? "" : " headers=" + RecordText.of(headers));
  }

  String contentAndTime() {
    return content() + " timestamp=" + timestamp;
  }

  List<Header> headers() {
    return headers;
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** Where it is: topic-partition@offset. */
  String place() {
    return topic + "-" + partition + "@" + offset;
  }

  @Override
  public String toString() {
    return place() + ": " + contentAndTime();
  }
}
