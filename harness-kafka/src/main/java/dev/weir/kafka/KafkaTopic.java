package dev.weir.kafka;

import dev.weir.input.StreamInput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A topic that belongs to one test: to send records to, to hand to the job, and to read back.
 *
 * <p>Safe for use by several threads. It is deleted when its test ends; see {@link Topic}. In a
 * test with a harness it is one of the harness's inputs: a step ends when all that was sent is
 * processed.
 */
public sealed interface KafkaTopic extends StreamInput permits BrokerTopic {

  /** The topic's name. */
  String name();

  /** How many partitions it has. */
  int partitions();

  /** Where a client finds the cluster: {@code host:port}, several of them separated by commas. */
  String bootstrapServers();

  /**
   * Sends one record for each value, as UTF-8 and without a key, and returns when the broker has
   * acknowledged all of them. A null value is sent as such.
   *
   * @throws KafkaHarnessException if one was not acknowledged within 30 seconds, naming it
   */
  default void send(@Nullable String... values) {
    if (values == null) {
      throw new KafkaHarnessException(KafkaMessages.nullRecords(name()));
    }
    send(Arrays.stream(values).map(KafkaRecord::of).toList());
  }

  /**
   * Sends records, and returns when the broker has acknowledged all of them. Records of one
   * partition keep their order.
   *
   * @throws KafkaHarnessException if one names a partition that is not there, in which case none is
   *     sent; or if one was not acknowledged within 30 seconds, naming it
   */
  default void send(KafkaRecord... records) {
    if (records == null) {
      throw new KafkaHarnessException(KafkaMessages.nullRecords(name()));
    }
    send(Arrays.asList(records));
  }

  /** As {@link #send(KafkaRecord...)}. */
  void send(List<KafkaRecord> records);

  /**
   * Says that no query has to read what was sent so far: for the test of a job that begins at the
   * latest offsets and is to pass over what is older. Without it, the first step of a query that
   * begins behind everything that was sent fails and says so, since that is most often a slip:
   * {@code startingOffsets} is {@code latest} where a job sets nothing.
   *
   * <pre>{@code
   * topic.send("old");
   * topic.allowSkipping();
   * query.processAllAvailable();   // the job begins behind "old"
   * topic.send("new");
   * query.processAllAvailable();
   * assertThat(query).table().containsExactly("new");
   * }</pre>
   */
  default void allowSkipping() {}

  /**
   * By partition, the offset that the next record will get: what was written so far, by the test
   * and by the job.
   */
  Map<Integer, Long> endOffsets();

  /**
   * Reads back every record that is in the topic at the time of the call, by partition and, within
   * it, in the order of writing.
   *
   * @throws KafkaHarnessException if they cannot be read within 30 seconds, saying what is missing
   */
  List<ReceivedRecord> received();

  /**
   * What Spark's Kafka source needs in order to read this topic: the options {@code kafka.*} that a
   * client connects with, and {@code subscribe}.
   */
  Map<String, String> options();

  /**
   * The topic as Spark's Kafka source gives it: streaming, the seven columns, from the earliest
   * offset. Spark's own default is the latest one, under which records that are sent before the
   * query's first batch are never seen.
   */
  Dataset<Row> readStream(SparkSession session);

  /** {@link #readStream(SparkSession)} in the session of the test. */
  default Dataset<Row> readStream() {
    return readStream(SparkSession.active());
  }

  /** Deletes the topic; does nothing the second time. */
  @Override
  void close();
}
