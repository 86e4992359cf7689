package dev.weir.input;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * Rows as Spark's Kafka source makes them, for a job that reads Kafka and is tested without it.
 *
 * <p>They have the source's seven columns (KafkaRecordToRowConverter): {@code key} and {@code
 * value} binary, {@code topic} string, {@code partition} int, {@code offset} bigint, {@code
 * timestamp} timestamp, {@code timestampType} int. The eighth, {@code headers}, which the source
 * has with {@code includeHeaders}, is not there.
 *
 * <pre>{@code
 * MemoryInput<Row> people = harness.memoryInput(KafkaShape.SCHEMA);
 * KafkaShape topic = new KafkaShape("people");
 * people.add(topic.record("{\"title\":\"Nurse\"}"), topic.record(null));
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class KafkaShape {
  /** The seven columns. */
  public static final StructType SCHEMA =
      new StructType()
          .add("key", BinaryType)
          .add("value", BinaryType)
          .add("topic", StringType)
          .add("partition", IntegerType)
          .add("offset", LongType)
          .add("timestamp", TimestampType)
          .add("timestampType", IntegerType);

  /** Spark's number for a timestamp that the producer set. */
  private static final int CREATE_TIME = 0;

  private final String topic;
  private long offset;

  /** Records of a topic's partition 0, with offsets from 0 on. */
  public KafkaShape(String topic) {
    this.topic = topic;
  }

  /** A record without a key, of the epoch. A null value is a tombstone. */
  public Row record(@Nullable String value) {
    return record(null, value, Instant.EPOCH);
  }

  /** A record; key and value are UTF-8. */
  public synchronized Row record(@Nullable String key, @Nullable String value, Instant timestamp) {
    return RowFactory.create(bytes(key), bytes(value), topic, 0, offset++, timestamp, CREATE_TIME);
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
