package dev.weir.kafka;

import dev.weir.input.StreamInput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

/**
 * A topic that belongs to one test: to send records to, to hand to the job, and to read back.
 *
 * <p>Safe for use by several threads. It is deleted when its test ends; see {@link Topic}. In a
 * test with a harness it is one of the harness's inputs: a step ends when all that was sent is
 * processed.
 */
@API(status = Status.MAINTAINED, since = "0.1")
public sealed interface KafkaTopic extends StreamInput, AssertProvider<KafkaTopicAssert>
    permits BrokerTopic, MemoryTopic {

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
   * it, in the order of writing. Of transactions it sees what is committed; behind one that is open
   * it sees nothing.
   *
   * @throws KafkaHarnessException if they cannot be read within 30 seconds, saying what is missing
   */
  default List<ReceivedRecord> received() {
    return received(IsolationLevel.READ_COMMITTED);
  }

  /**
   * As {@link #received()}, by a consumer with this {@code isolation.level}. {@code
   * READ_UNCOMMITTED}, which is the default of Kafka's consumers and of Spark's source, also sees
   * the records of transactions that are open or were aborted.
   */
  List<ReceivedRecord> received(IsolationLevel isolation);

  /**
   * Begins a transaction, which is to be committed, aborted, or left open.
   *
   * @throws KafkaHarnessException if the broker does not begin one, or there is no broker
   */
  KafkaTransaction beginTransaction();

  /**
   * Gives the topic more partitions, and comes back when they can be written. A query that runs
   * finds them at its next batch and reads them from the beginning
   * (KafkaOffsetReaderAdmin.getOffsetRangesFromResolvedOffsets).
   *
   * @param total how many there are to be, more than now
   * @throws KafkaHarnessException if there are as many already, or there is no broker
   */
  void addPartitions(int total);

  /**
   * Removes records, as the topic's retention would have done it: a query that has not read them
   * never will, and fails if its {@code failOnDataLoss} is true.
   *
   * @param offsets by partition, the offset of the first record that stays; {@link #endOffsets()}
   *     removes all
   * @throws KafkaHarnessException if there is no such offset, or there is no broker
   */
  void deleteRecordsBefore(Map<Integer, Long> offsets);

  /**
   * What Spark's Kafka source needs in order to read this topic: the options {@code kafka.*} that a
   * client connects with, {@code subscribe}, and timeouts for tests: of requests 5 seconds, of
   * whole calls 10, so that a query can be stopped soon when its cluster is gone.
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

  /** For AssertJ's own {@code assertThat}: what is in the topic. */
  @Override
  default KafkaTopicAssert assertThat() {
    return new KafkaTopicAssert(this);
  }

  /**
   * Deletes the topic; does nothing the second time. A test may do so while a query reads it: the
   * query fails at its next batch if its {@code failOnDataLoss} is true.
   */
  @Override
  void close();
}
