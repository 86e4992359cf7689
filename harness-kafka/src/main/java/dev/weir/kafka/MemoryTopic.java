package dev.weir.kafka;

import dev.weir.input.KafkaShape;
import dev.weir.input.MemoryInput;
import dev.weir.internal.spark.SourceStatus;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A topic without a broker: a log of records, and a memory input of Kafka's columns over it.
 *
 * <p>A session gets its input when it first reads the topic, with all that was sent before.
 */
final class MemoryTopic implements KafkaTopic {
  private final String name;
  private final MemoryLog log;
  private final Map<SparkSession, MemoryInput<Row>> inputs = new HashMap<>();
  private boolean closed;

  MemoryTopic(String name, int partitions) {
    this.name = name;
    this.log = new MemoryLog(name, partitions);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int partitions() {
    return log.partitions();
  }

  @Override
  public String bootstrapServers() {
    throw new KafkaHarnessException(BrokerMessages.noBroker("bootstrapServers()"));
  }

  @Override
  public Map<String, String> options() {
    throw new KafkaHarnessException(BrokerMessages.noBroker("options()"));
  }

  @Override
  public synchronized void send(List<KafkaRecord> records) {
    requireOpen();
    RecordCheck.all(records, name, partitions());
    List<Row> rows = log.append(records);
    inputs.values().forEach(input -> input.addAll(rows));
  }

  @Override
  public synchronized Map<Integer, Long> endOffsets() {
    requireOpen();
    return Collections.unmodifiableMap(log.endOffsets());
  }

  @Override
  public synchronized List<ReceivedRecord> received(IsolationLevel isolation) {
    requireOpen();
    return log.records();
  }

  @Override
  public KafkaTransaction beginTransaction() {
    throw new KafkaHarnessException(RecordMessages.notInMemory("transaction", name));
  }

  @Override
  public void addPartitions(int total) {
    throw new KafkaHarnessException(RecordMessages.notInMemory("new partition", name));
  }

  @Override
  public void deleteRecordsBefore(Map<Integer, Long> offsets) {
    throw new KafkaHarnessException(RecordMessages.notInMemory("retention", name));
  }

  @Override
  public synchronized Dataset<Row> readStream(SparkSession session) {
    requireOpen();
    return inputs.computeIfAbsent(session, this::newInput).toDF();
  }

  private MemoryInput<Row> newInput(SparkSession session) {
    MemoryInput<Row> input = MemoryInput.ofRows(session, name, KafkaShape.SCHEMA);
    List<Row> before = log.rows();
    return before.isEmpty() ? input : input.addAll(before);
  }

  @Override
  public String description() {
    return "topic '" + name + "'";
  }

  @Override
  public synchronized long added() {
    return log.size();
  }

  @Override
  public boolean feeds(SourceStatus source) {
    return inputOf(source) != null;
  }

  @Override
  public boolean hasArrived(SourceStatus source) {
    MemoryInput<Row> input = inputOf(source);
    return input == null || input.hasArrived(source);
  }

  @Override
  public boolean isProcessed(SourceStatus source) {
    MemoryInput<Row> input = inputOf(source);
    return input == null || input.isProcessed(source);
  }

  @Override
  public List<String> rowsOfBatch(SourceStatus source, int atMost) {
    MemoryInput<Row> input = inputOf(source);
    return input == null ? List.of() : input.rowsOfBatch(source, atMost);
  }

  private synchronized @Nullable MemoryInput<Row> inputOf(SourceStatus source) {
    for (MemoryInput<Row> input : inputs.values()) {
      if (input.feeds(source)) {
        return input;
      }
    }
    return null;
  }

  private void requireOpen() {
    if (closed) {
      throw new KafkaHarnessException(KafkaMessages.topicClosed(name));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    inputs.values().forEach(MemoryInput::close);
    inputs.clear();
  }

  @Override
  public String toString() {
    return "topic " + name + " (" + KafkaMessages.partitions(partitions()) + ") in memory";
  }
}
