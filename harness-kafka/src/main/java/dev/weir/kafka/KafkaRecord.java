package dev.weir.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * A record to send; immutable. Strings are sent as UTF-8.
 *
 * <pre>{@code
 * topic.send(
 *     KafkaRecord.of("{\"id\":\"1\"}").withKey("1").withHeader("source", "crm").toPartition(2),
 *     KafkaRecord.tombstone("2"));
 * }</pre>
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class KafkaRecord {

  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<Header> headers;
  private final @Nullable Integer partition;
  private final @Nullable Instant timestamp;

  private KafkaRecord(
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<Header> headers,
      @Nullable Integer partition,
      @Nullable Instant timestamp) {
    this.key = key;
    this.value = value;
    this.headers = List.copyOf(headers);
    this.partition = partition;
    this.timestamp = timestamp;
  }

  /** A record of this value, with neither key nor headers; a null value is allowed. */
  public static KafkaRecord of(@Nullable String value) {
    return ofBytes(bytes(value));
  }

  /** A record of this value, with neither key nor headers; a null value is allowed. */
  public static KafkaRecord ofBytes(byte @Nullable [] value) {
    return new KafkaRecord(null, copy(value), List.of(), null, null);
  }

  /**
   * A record of this value as JSON: a Java record, a bean, a map, a list. Times of {@code
   * java.time} are ISO text; null makes a null value.
   *
   * <pre>{@code
   * record Person(String id, int age) {}
   * topic.send(KafkaRecord.json(new Person("1", 42)).withKey("1"));   // {"id":"1","age":42}
   * }</pre>
   *
   * @throws KafkaHarnessException if Jackson cannot write it, saying why
   */
  public static KafkaRecord json(@Nullable Object value) {
    return ofBytes(JsonFormat.write(value));
  }

  /**
   * A record of this value as plain Avro binary, without schema or header, as Spark's {@code
   * from_avro} reads it; null makes a null value.
   *
   * @param value a {@code GenericRecord}, or a {@code SpecificRecord} of a generated class
   * @throws KafkaHarnessException if a field's value does not fit the schema
   */
  public static KafkaRecord avro(@Nullable IndexedRecord value) {
    return ofBytes(AvroFormat.write(value));
  }

  /** A record with a key and a null value, by which a compacted topic deletes the key. */
  public static KafkaRecord tombstone(String key) {
    return ofBytes(null).withKey(Objects.requireNonNull(key, "key"));
  }

  /** The key; Kafka chooses the partition by it unless {@link #toPartition} does. */
  public KafkaRecord withKey(@Nullable String newKey) {
    return withKeyBytes(bytes(newKey));
  }

  /** As {@link #withKey}, of any bytes. */
  public KafkaRecord withKeyBytes(byte @Nullable [] newKey) {
    return new KafkaRecord(copy(newKey), value, headers, partition, timestamp);
  }

  /** As {@link #withKey}, as JSON: see {@link #json}. */
  public KafkaRecord withJsonKey(@Nullable Object newKey) {
    return withKeyBytes(JsonFormat.write(newKey));
  }

  /** As {@link #withKey}, as plain Avro binary: see {@link #avro}. */
  public KafkaRecord withAvroKey(@Nullable IndexedRecord newKey) {
    return withKeyBytes(AvroFormat.write(newKey));
  }

  /** One more header; the same name may occur several times, and their order is kept. */
  public KafkaRecord withHeader(String name, @Nullable String headerValue) {
    return withHeaderBytes(name, bytes(headerValue));
  }

  /** As {@link #withHeader}, of any bytes. */
  public KafkaRecord withHeaderBytes(String name, byte @Nullable [] headerValue) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new RecordHeader(Objects.requireNonNull(name, "name"), copy(headerValue)));
    return new KafkaRecord(key, value, more, partition, timestamp);
  }

  /**
   * The partition, counted from 0. Without it, records with a key go by the hash of the key, and
   * records without one go where Kafka likes.
   */
  public KafkaRecord toPartition(int newPartition) {
    return new KafkaRecord(key, value, headers, newPartition, timestamp);
  }

  /** The record's timestamp, in whole milliseconds; without it, the time of sending. */
  public KafkaRecord at(Instant newTimestamp) {
    Objects.requireNonNull(newTimestamp, "timestamp");
    return new KafkaRecord(key, value, headers, partition, newTimestamp);
  }

  /** As an expectation: headers, partition and timestamp are compared if they are there. */
  boolean matches(ReceivedRecord received) {
    return Arrays.equals(key, received.keyBytes())
        && Arrays.equals(value, received.valueBytes())
        && (headers.isEmpty() || headers.equals(received.headers()))
        && (partition == null || partition == received.partition())
        && (timestamp == null || timestamp.toEpochMilli() == received.timestamp().toEpochMilli());
  }

  RecordContent content() {
    return RecordContent.of(key, value);
  }

  /** Whether, as an expectation, it says more than a key and a value. */
  boolean asksForMore() {
    return !headers.isEmpty() || partition != null || timestamp != null;
  }

  OptionalInt partition() {
    return partition == null ? OptionalInt.empty() : OptionalInt.of(partition);
  }

  ProducerRecord<byte[], byte[]> forTopic(String topic) {
    Long millis = Optional.ofNullable(timestamp).map(Instant::toEpochMilli).orElse(null);
    return new ProducerRecord<>(topic, partition, millis, key, value, headers);
  }

  @Override
  public String toString() {
    return "key="
        + RecordText.of(key)
        + " value="
        + RecordText.of(value)
        + (headers.isEmpty() ? "" : " headers=" + RecordText.of(headers))
        + (partition == null ? "" : " partition=" + partition)
        + (timestamp == null ? "" : " timestamp=" + timestamp);
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte @Nullable [] copy(byte @Nullable [] bytes) {
    return bytes == null ? null : bytes.clone();
  }
}
