package dev.weir.kafka;

import dev.weir.internal.spark.SourceStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A topic of a cluster. */
final class BrokerTopic implements KafkaTopic {

  private final String name;
  private final KafkaClients clients;
  private final TopicAdmin admin;
  private @Nullable Producer<byte[], byte[]> producer;
  private final SentRecords sent = new SentRecords();
  private final List<KafkaTransaction> transactions = new ArrayList<>();
  private int partitions;
  private boolean closed;

  /** One that is there. */
  BrokerTopic(String name, int partitions, KafkaClients clients, TopicAdmin admin) {
    this.name = name;
    this.partitions = partitions;
    this.clients = clients;
    this.admin = admin;
  }

  static BrokerTopic create(TopicSpec spec, KafkaClients clients, TopicAdmin admin) {
    if (spec.partitions() < 1) {
      throw new KafkaHarnessException(
          KafkaMessages.tooFewPartitions(spec.name(), spec.partitions()));
    }
    admin.create(spec);
    return new BrokerTopic(spec.name(), spec.partitions(), clients, admin);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized int partitions() {
    return partitions;
  }

  @Override
  public String bootstrapServers() {
    return clients.properties().getOrDefault("bootstrap.servers", "");
  }

  @Override
  public void send(List<KafkaRecord> records) {
    RecordCheck.all(records, name, partitions());
    sent.add(records.size(), new TopicWriter(name, producer()).write(records));
  }

  @Override
  public Map<Integer, Long> endOffsets() {
    requireOpen();
    return Collections.unmodifiableMap(admin.endOffsets(name, partitions()));
  }

  @Override
  public List<ReceivedRecord> received(IsolationLevel isolation) {
    requireOpen();
    int all = partitions();
    Map<Integer, Long> beginnings = admin.beginningOffsets(name, all);
    Map<Integer, Long> ends =
        isolation == IsolationLevel.READ_COMMITTED
            ? admin.stableOffsets(name, all)
            : admin.endOffsets(name, all);
    try (Consumer<byte[], byte[]> consumer = clients.consumer(isolation)) {
      return new TopicReader(name, clients.timeout()).read(consumer, beginnings, ends);
    }
  }

  @Override
  public synchronized KafkaTransaction beginTransaction() {
    requireOpen();
    KafkaTransaction transaction =
        new KafkaTransaction(name, partitions, clients, admin, sent::add);
    transactions.removeIf(old -> !old.isOpen());
    transactions.add(transaction);
    return transaction;
  }

  @Override
  public synchronized void addPartitions(int total) {
    requireOpen();
    if (total <= partitions) {
      throw new KafkaHarnessException(RecordMessages.fewerPartitions(name, partitions, total));
    }
    admin.addPartitions(name, total);
    partitions = total;
    if (producer != null) {
      // It would learn of them only with its next look at the metadata, after minutes.
      producer.close(clients.timeout());
      producer = null;
    }
  }

  @Override
  public void deleteRecordsBefore(Map<Integer, Long> offsets) {
    requireOpen();
    admin.deleteRecords(name, offsets);
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    clients.properties().forEach((key, value) -> options.put("kafka." + key, value));
    // A cluster that is gone is given up within a test's patience, not after minutes.
    options.put("kafka.request.timeout.ms", "5000");
    options.put("kafka.default.api.timeout.ms", "10000");
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
    return isClosed() || read(source).isProcessed();
  }

  /** An open transaction holds back from some queries what was sent after it. */
  private SentRecords owed() {
    return isTransactionOpen() ? sent.upTo(admin.stableOffsets(name, partitions())) : sent;
  }

  private synchronized boolean isTransactionOpen() {
    return transactions.stream().anyMatch(KafkaTransaction::isOpen);
  }

  @Override
  public Optional<String> outage() {
    return isClosed() ? Optional.empty() : admin.outage(name);
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
    return isClosed() ? List.of() : BatchRecords.read(name, source, atMost, clients);
  }

  @Override
  public void allowSkipping() {
    sent.allowSkipping();
  }

  private BrokerTopicSource read(SourceStatus source) {
    return new BrokerTopicSource(name, owed(), source);
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
      transactions.forEach(KafkaTransaction::close);
      closeClients();
      admin.delete(name);
    }
  }

  /** For a broker that goes away with all its topics. */
  synchronized void closeClients() {
    closed = true;
    transactions.forEach(KafkaTransaction::forget);
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
