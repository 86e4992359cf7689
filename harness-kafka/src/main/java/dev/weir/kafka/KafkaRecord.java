package dev.weir.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
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
   * A record whose value is an object as JSON, in UTF-8: a bean, a record, a map. Dates and times
   * are ISO texts. Written by Jackson, which Spark brings.
   *
   * @throws KafkaHarnessException if Jackson cannot write it
   */
  public static KafkaRecord json(Object value) {
    return ofBytes(RecordValues.toJson(value));
  }

  /**
   * A record whose value is an Avro record as plain bytes, as Spark's {@code from_avro} reads them:
   * without the prefix of a schema registry.
   *
   * @throws KafkaHarnessException if the record does not fit its own schema
   */
  public static KafkaRecord avro(GenericRecord value) {
    return ofBytes(RecordValues.toAvro(value));
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
