package dev.weir.kafka;

import dev.weir.internal.spark.SourceStatus;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A topic of a cluster. */
final class BrokerTopic implements KafkaTopic {

  private final String name;
  private final int partitions;
  private final KafkaClients clients;
  private final TopicAdmin admin;
  private @Nullable Producer<byte[], byte[]> producer;
  private final SentRecords sent = new SentRecords();
  private boolean closed;

  private BrokerTopic(String name, int partitions, KafkaClients clients, TopicAdmin admin) {
    this.name = name;
    this.partitions = partitions;
    this.clients = clients;
    this.admin = admin;
  }

  static BrokerTopic create(String name, int partitions, KafkaClients clients, TopicAdmin admin) {
    if (partitions < 1) {
      throw new KafkaHarnessException(KafkaMessages.tooFewPartitions(name, partitions));
    }
    admin.create(name, partitions);
    return new BrokerTopic(name, partitions, clients, admin);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  public String bootstrapServers() {
    return clients.properties().getOrDefault("bootstrap.servers", "");
  }

  @Override
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

  @Override
  public Map<Integer, Long> endOffsets() {
    requireOpen();
    return Collections.unmodifiableMap(admin.endOffsets(name, partitions));
  }

  @Override
  public List<ReceivedRecord> received() {
    requireOpen();
    Map<Integer, Long> beginnings = admin.beginningOffsets(name, partitions);
    Map<Integer, Long> ends = admin.endOffsets(name, partitions);
    try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
      return new TopicReader(name, clients.timeout()).read(consumer, beginnings, ends);
    }
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    clients.properties().forEach((key, value) -> options.put("kafka." + key, value));
    options.put("subscribe", name);
    return Collections.unmodifiableMap(options);
  }

  @Override
  public Dataset<Row> readStream(SparkSession session) {
    requireOpen();
    return session
        .readStream()
        .format("kafka")
        .options(options())
        .option("startingOffsets", "earliest")
        .load();
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
    return KafkaSources.reads(source, name);
  }

  /** What the broker has acknowledged, the source's next look at the broker sees. */
  @Override
  public boolean hasArrived(SourceStatus source) {
    return true;
  }

  @Override
  public boolean isProcessed(SourceStatus source) {
    return read(source).isProcessed();
  }

  @Override
  public Optional<String> passedOver(String query, SourceStatus source) {
    return read(source).passedOver(query);
  }

  @Override
  public Optional<String> heldBack(String query, SourceStatus source) {
    return read(source).heldBack(query);
  }

  @Override
  public List<String> unread(List<SourceStatus> sources) {
    return BrokerTopicSource.unread(name, sent, sources);
  }

  @Override
  public Optional<String> whyNotRead(SourceStatus source, Throwable failure) {
    return MissingTopics.explain(source, failure, bootstrapServers(), admin::names);
  }

  @Override
  public List<String> rowsOfBatch(SourceStatus source, int atMost) {
    return BatchRecords.read(name, source, atMost, clients);
  }

  @Override
  public void allowSkipping() {
    sent.allowSkipping();
  }

  private BrokerTopicSource read(SourceStatus source) {
    return new BrokerTopicSource(name, sent, source);
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
