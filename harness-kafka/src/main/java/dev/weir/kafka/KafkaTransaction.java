package dev.weir.kafka;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * Records of one topic that become valid all at once, or never.
 *
 * <pre>{@code
 * try (KafkaTransaction orders = topic.beginTransaction()) {
 *   orders.send("a", "b");
 *   orders.commit();
 * }
 * }</pre>
 *
 * <p>A query reads records of a transaction that is open, and of one that was aborted, unless its
 * source has {@code kafka.isolation.level=read_committed}; with that, an open transaction also
 * holds back what was sent after it. What a step must have processed when it ends are the committed
 * records.
 *
 * <p>One that is left open is aborted when its test ends. Not for use by several threads.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class KafkaTransaction implements AutoCloseable {
  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final BiConsumer<Integer, Map<Integer, Long>> committed;
  private final KafkaClients clients;
  private final TopicAdmin admin;
  private final String id = UUID.randomUUID().toString();
  private final int partitions;
  private final Map<Integer, Long> ends = new HashMap<>();
  private int count;
  private boolean open = true;

  /**
   * Begins one.
   *
   * @param committed is told, at the commit, how many records there are, and by partition the
   *     offset behind the last of them
   */
  KafkaTransaction(
      String topic,
      int partitions,
      KafkaClients clients,
      TopicAdmin admin,
      BiConsumer<Integer, Map<Integer, Long>> committed) {
    this.topic = topic;
    this.partitions = partitions;
    this.clients = clients;
    this.admin = admin;
    this.committed = committed;
    this.producer = clients.transactionalProducer(id);
    run(
        "begin",
        () -> {
          producer.initTransactions();
          producer.beginTransaction();
        });
  }

  /** Sends one record for each value, as {@link KafkaTopic#send(String...)} does. */
  public void send(@Nullable String... values) {
    send(Arrays.stream(values).map(KafkaRecord::of).toList());
  }

  /** Sends records, as {@link KafkaTopic#send(KafkaRecord...)} does. */
  public void send(KafkaRecord... records) {
    send(Arrays.asList(records));
  }

  private void send(List<KafkaRecord> records) {
    requireOpen("send");
    RecordCheck.all(records, topic, partitions);
    new TopicWriter(topic, producer)
        .write(records)
        .forEach((partition, end) -> ends.merge(partition, end, Math::max));
    count += records.size();
  }

  /**
   * Makes the records valid, and comes back when the broker has done so.
   *
   * @throws KafkaHarnessException if the transaction is over, or the broker does not commit it
   */
  public void commit() {
    requireOpen("commit");
    run("commit", producer::commitTransaction);
    awaitEnd("commit");
    committed.accept(count, ends);
    end();
  }

  /**
   * Makes the records void, and comes back when the broker has done so.
   *
   * @throws KafkaHarnessException if the transaction is over, or the broker does not abort it
   */
  public void abort() {
    requireOpen("abort");
    run("abort", producer::abortTransaction);
    awaitEnd("abort");
    end();
  }

  boolean isOpen() {
    return open;
  }

  private void run(String what, Runnable code) {
    try {
      code.run();
    } catch (KafkaException e) {
      throw new KafkaHarnessException(RecordMessages.transactionFailed(what, topic, e), e);
    }
  }

  private void awaitEnd(String what) {
    // One to which nothing was sent has no end that could show.
    if (!ends.isEmpty() && !admin.awaitEndOfTransaction(id, topic, partitions, ends)) {
      throw new KafkaHarnessException(
          RecordMessages.transactionNotEnded(what, topic, clients.timeout()));
    }
  }

  private void requireOpen(String what) {
    if (!open) {
      throw new KafkaHarnessException(RecordMessages.transactionOver(what, topic));
    }
  }

  private void end() {
    open = false;
    producer.close(clients.timeout());
  }

  /** Aborts it if it is open. */
  @Override
  public void close() {
    if (open) {
      abort();
    }
  }

  /** For a broker that is gone: only the client ends. */
  void forget() {
    if (open) {
      open = false;
      producer.close(Duration.ZERO);
    }
  }
}
