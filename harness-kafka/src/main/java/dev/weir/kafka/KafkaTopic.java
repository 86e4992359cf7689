package dev.weir.kafka;

import dev.weir.input.StreamInput;
import dev.weir.internal.spark.SourceStatus;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
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
public final class KafkaTopic implements StreamInput {

  private final String name;
  private final int partitions;
  private final KafkaClients clients;
  private final TopicAdmin admin;
  private @Nullable Producer<byte[], byte[]> producer;
  private final SentRecords sent = new SentRecords();
  private boolean closed;

  private KafkaTopic(String name, int partitions, KafkaClients clients, TopicAdmin admin) {
    this.name = name;
    this.partitions = partitions;
    this.clients = clients;
    this.admin = admin;
  }

  static KafkaTopic create(String name, int partitions, KafkaClients clients, TopicAdmin admin) {
    if (partitions < 1) {
      throw new KafkaHarnessException(KafkaMessages.tooFewPartitions(name, partitions));
    }
    admin.create(name, partitions);
    return new KafkaTopic(name, partitions, clients, admin);
  }

  /** The topic's name. */
  public String name() {
    return name;
  }

  /** How many partitions it was created with. */
  public int partitions() {
    return partitions;
  }

  /** Where a client finds the cluster: {@code host:port}, several of them separated by commas. */
  public String bootstrapServers() {
    return clients.properties().getOrDefault("bootstrap.servers", "");
  }

  /**
   * Sends one record for each value, as UTF-8 and without a key, and returns when the broker has
   * acknowledged all of them. A null value is sent as such.
   *
   * @throws KafkaHarnessException if one was not acknowledged within 30 seconds, naming it
   */
  public void send(@Nullable String... values) {
    if (values == null) {
      throw new KafkaHarnessException(KafkaMessages.nullRecords(name));
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
  public void send(KafkaRecord... records) {
    if (records == null) {
      throw new KafkaHarnessException(KafkaMessages.nullRecords(name));
    }
    send(Arrays.asList(records));
  }

  /** As {@link #send(KafkaRecord...)}. */
  public void send(List<KafkaRecord> records) {
    for (int i = 0; i < records.size(); i++) {
      check(records.get(i), i + 1);
    }
    sent.add(records.size(), new TopicWriter(name, producer()).write(records));
  }

  private void check(@Nullable KafkaRecord record, int number) {
    if (record == null) {
      throw new KafkaHarnessException(KafkaMessages.nullRecord(name, number));
    }
    record
        .partition()
        .ifPresent(
            partition -> {
              if (partition < 0 || partition >= partitions) {
                throw new KafkaHarnessException(
                    KafkaMessages.noSuchPartition(name, partitions, partition, record));
              }
            });
  }

  /**
   * By partition, the offset that the next record will get: what was written so far, by the test
   * and by the job.
   */
  public Map<Integer, Long> endOffsets() {
    requireOpen();
    return Collections.unmodifiableMap(admin.endOffsets(name, partitions));
  }

  /**
   * Reads back every record that is in the topic at the time of the call, by partition and, within
   * it, in the order of writing.
   *
   * @throws KafkaHarnessException if they cannot be read within 30 seconds, saying what is missing
   */
  public List<ReceivedRecord> received() {
    requireOpen();
    Map<Integer, Long> beginnings = admin.beginningOffsets(name, partitions);
    Map<Integer, Long> ends = admin.endOffsets(name, partitions);
    try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
      return new TopicReader(name, clients.timeout()).read(consumer, beginnings, ends);
    }
  }

  /**
   * What Spark's Kafka source needs in order to read this topic: the options {@code kafka.*} that a
   * client connects with, and {@code subscribe}.
   */
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    clients.properties().forEach((key, value) -> options.put("kafka." + key, value));
    options.put("subscribe", name);
    return Collections.unmodifiableMap(options);
  }

  /**
   * The topic as Spark's Kafka source gives it: streaming, the seven columns, from the earliest
   * offset. Spark's own default is the latest one, under which records that are sent before the
   * query's first batch are never seen.
   */
  public Dataset<Row> readStream(SparkSession session) {
    requireOpen();
    return session
        .readStream()
        .format("kafka")
        .options(options())
        .option("startingOffsets", "earliest")
        .load();
  }

  /** {@link #readStream(SparkSession)} in the session of the test. */
  public Dataset<Row> readStream() {
    return readStream(SparkSession.active());
  }

  @Override
  public String description() {
    return "topic '" + name + "'";
  }

  @Override
  public long added() {
    return sent.count();
  }

  @Override
  public boolean feeds(SourceStatus source) {
    return SourceOffsets.reads(source, name);
  }

  /** What the broker has acknowledged, the source's next look at the broker sees. */
  @Override
  public boolean hasArrived(SourceStatus source) {
    return true;
  }

  @Override
  public boolean isProcessed(SourceStatus source) {
    return sent.allBefore(SourceOffsets.of(source, name));
  }

  private synchronized Producer<byte[], byte[]> producer() {
    requireOpen();
    if (producer == null) {
      producer = clients.producer();
    }
    return producer;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void requireOpen() {
    if (closed) {
      throw new KafkaHarnessException(KafkaMessages.topicClosed(name));
    }
  }

  /** Deletes the topic; does nothing the second time. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closeClients();
      admin.delete(name);
    }
  }

  /** For a broker that goes away with all its topics. */
  synchronized void closeClients() {
    closed = true;
    if (producer != null) {
      producer.close(clients.timeout());
      producer = null;
    }
  }

  @Override
  public String toString() {
    return "topic "
        + name
        + " ("
        + (partitions == 1 ? "1 partition" : partitions + " partitions")
        + ") at "
        + bootstrapServers();
  }
}
