package dev.weir.kafka;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.InvalidMetadataException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Creates, deletes, lists and describes topics, and comes back only when the broker has done it.
 */
final class TopicAdmin implements AutoCloseable {

  private static final int SOON_MILLIS = 1000;

  /** How long one broker of a cluster may take to hear of a topic that another one knows. */
  private static final Duration SPREAD = Duration.ofSeconds(3);

  /** Kafka's clients do so from 3.0 on; that of Spark 3.3 is older. */
  private static final boolean TELLS_TRANSACTIONS =
      Arrays.stream(Admin.class.getMethods())
          .anyMatch(method -> method.getName().equals("describeTransactions"));

  private final KafkaClients clients;
  private @Nullable Admin admin;
  private boolean closed;
  private volatile boolean comingBack;

  TopicAdmin(KafkaClients clients) {
    this.clients = clients;
  }

  void create(TopicSpec spec) {
    String topic = spec.name();
    int partitions = spec.partitions();
    NewTopic request =
        new NewTopic(
                topic,
                Optional.of(partitions),
                Optional.of((short) spec.replicas()).filter(replicas -> replicas > 0))
            .configs(spec.config());
    try {
      get(admin().createTopics(List.of(request)).all());
    } catch (ExecutionException e) {
      throw new KafkaHarnessException(
          e.getCause() instanceof TopicExistsException
              ? KafkaMessages.topicExists(topic)
              : refusal(e)
                  .orElseGet(() -> KafkaMessages.topicNotCreated(topic, partitions, e.getCause())),
          e.getCause());
    }
    awaitLeaders(topic, partitions);
  }

  private void awaitLeaders(String topic, int partitions) {
    // The cluster's metadata names a leader before the leader itself knows; its first answers would
    // be NOT_LEADER, and a producer with several requests on their way would get them out of order.
    // Only a leader that knows can tell its offsets, and the client asks until it does.
    if (!Await.until(
        timeout(), () -> leaders(topic) == partitions && tellsOffsets(topic, partitions))) {
      throw new KafkaHarnessException(
          KafkaMessages.topicNotReady(topic, leaders(topic), partitions, timeout()));
    }
  }

  private boolean tellsOffsets(String topic, int partitions) {
    try {
      offsetsNow(topic, partitions, OffsetSpec.latest(), new ListOffsetsOptions());
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InvalidMetadataException) {
        return false;
      }
      throw failed("tell the offsets of", topic, e);
    }
  }

  /** A topic that is gone already is fine; a cluster that is gone is not waited for. */
  void delete(String topic) {
    try {
      get(admin().describeCluster(new DescribeClusterOptions().timeoutMs(SOON_MILLIS)).nodes());
      get(admin().deleteTopics(List.of(topic)).all());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return;
      }
      throw failed("delete the topic", topic, e);
    }
    if (!Await.until(timeout(), () -> !names().contains(topic))) {
      throw new KafkaHarnessException(KafkaMessages.topicNotDeleted(topic, timeout()));
    }
  }

  /** Every topic, except Kafka's own. */
  Set<String> names() {
    try {
      return new TreeSet<>(get(admin().listTopics().names()));
    } catch (ExecutionException e) {
      throw failed("list the topics", "", e);
    }
  }

  /** By partition: the offset that the next record will get. */
  Map<Integer, Long> endOffsets(String topic, int partitions) {
    return offsets(topic, partitions, OffsetSpec.latest(), new ListOffsetsOptions());
  }

  /** By partition: the offset that a reader of committed records gets no further than. */
  Map<Integer, Long> stableOffsets(String topic, int partitions) {
    return offsets(
        topic,
        partitions,
        OffsetSpec.latest(),
        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
  }

  /**
   * Waits until the end of a transaction shows. A broker answers a commit, and an abort, before it
   * has written them into the partitions.
   *
   * @param ends by partition, the offset behind the last record of the transaction
   * @return whether it does in time
   */
  boolean awaitEndOfTransaction(
      String transactionalId, String topic, int partitions, Map<Integer, Long> ends) {
    return Await.until(
        timeout(),
        () ->
            TELLS_TRANSACTIONS
                ? hasEnded(transactionalId)
                : isBehind(ends, stableOffsets(topic, partitions)));
  }

  /**
   * Whether committed reads come further than the records of a transaction: to its end marker,
   * which lies behind them. That another transaction is still open is then taken for this one's
   * being so.
   */
  private static boolean isBehind(Map<Integer, Long> ends, Map<Integer, Long> stable) {
    return ends.entrySet().stream()
        .allMatch(end -> stable.getOrDefault(end.getKey(), 0L) > end.getValue());
  }

  private boolean hasEnded(String transactionalId) {
    try {
      TransactionState state =
          get(admin().describeTransactions(List.of(transactionalId)).description(transactionalId))
              .state();
      return state == TransactionState.COMPLETE_COMMIT || state == TransactionState.COMPLETE_ABORT;
    } catch (ExecutionException e) {
      throw failed("tell how a transaction stands of", transactionalId, e);
    }
  }

  /** More partitions; comes back when all of them can be written. */
  void addPartitions(String topic, int total) {
    try {
      get(admin().createPartitions(Map.of(topic, NewPartitions.increaseTo(total))).all());
    } catch (ExecutionException e) {
      throw failed("add partitions to", topic, e);
    }
    awaitLeaders(topic, total);
  }

  /** Removes what lies before an offset of a partition, as retention does. */
  void deleteRecords(String topic, Map<Integer, Long> before) {
    Map<TopicPartition, RecordsToDelete> request = new HashMap<>();
    before.forEach(
        (partition, offset) ->
            request.put(
                new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)));
    try {
      get(admin().deleteRecords(request).all());
    } catch (ExecutionException e) {
      throw failed("delete records of", topic, e);
    }
  }

  /** By partition: the offset of the first record that is still there. */
  Map<Integer, Long> beginningOffsets(String topic, int partitions) {
    return offsets(topic, partitions, OffsetSpec.earliest(), new ListOffsetsOptions());
  }

  /**
   * Asks again for a while if a broker does not know the topic: the client asks any of them, and
   * takes the answer of one that has not heard of a new topic yet for the answer of all.
   */
  private Map<Integer, Long> offsets(
      String topic, int partitions, OffsetSpec which, ListOffsetsOptions options) {
    long deadline = System.nanoTime() + SPREAD.toNanos();
    while (true) {
      try {
        return offsetsNow(topic, partitions, which, options);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof InvalidMetadataException)
            || System.nanoTime() - deadline >= 0) {
          throw failed("tell the offsets of", topic, e);
        }
        Await.pause();
      }
    }
  }

  private Map<Integer, Long> offsetsNow(
      String topic, int partitions, OffsetSpec which, ListOffsetsOptions options)
      throws ExecutionException {
    Map<TopicPartition, OffsetSpec> request = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      request.put(new TopicPartition(topic, partition), which);
    }
    Map<TopicPartition, ListOffsetsResultInfo> answer =
        get(admin().listOffsets(request, options).all());
    Map<Integer, Long> offsets = new TreeMap<>();
    answer.forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
    return offsets;
  }

  /**
   * How many brokers the cluster has.
   *
   * @throws KafkaHarnessException if it does not answer in time, or refuses
   */
  int brokers() {
    try {
      return get(admin().describeCluster().nodes()).size();
    } catch (ExecutionException e) {
      throw new KafkaHarnessException(
          refusal(e)
              .orElseGet(
                  () ->
                      BrokerMessages.noAnswer(
                          String.valueOf(address()),
                          KafkaMessages.seconds(timeout()),
                          e.getCause())),
          e.getCause());
    }
  }

  /** While a broker is started again, nobody has to be told that it is not there. */
  void comingBack(boolean now) {
    comingBack = now;
  }

  /** Why a topic can be neither read nor written at present, in words; empty if it can. */
  Optional<String> outage(String topic) {
    if (comingBack) {
      return Optional.empty();
    }
    try {
      List<Integer> leaderless =
          describe(topic, new DescribeTopicsOptions().timeoutMs(SOON_MILLIS)).stream()
              .filter(partition -> partition.leader() == null || partition.leader().isEmpty())
              .map(TopicPartitionInfo::partition)
              .toList();
      return leaderless.isEmpty()
          ? Optional.empty()
          : Optional.of(BrokerMessages.noLeader(leaderless));
    } catch (ExecutionException e) {
      return Optional.of(
          e.getCause() instanceof UnknownTopicOrPartitionException
              ? BrokerMessages.topicGone()
              : BrokerMessages.outage(String.valueOf(address()), e.getCause()));
    }
  }

  /** By partition: how many brokers keep it. */
  List<Integer> replicas(String topic) {
    return partitions(topic).stream().map(partition -> partition.replicas().size()).toList();
  }

  /** How many partitions can be written; 0 while the broker does not know the topic. */
  private long leaders(String topic) {
    return partitions(topic).stream().filter(partition -> partition.leader() != null).count();
  }

  private List<TopicPartitionInfo> partitions(String topic) {
    try {
      return describe(topic, new DescribeTopicsOptions());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return List.of();
      }
      throw failed("describe the topic", topic, e);
    }
  }

  @SuppressWarnings("deprecation") // the clients of all of Spark's lines have this method
  private List<TopicPartitionInfo> describe(String topic, DescribeTopicsOptions options)
      throws ExecutionException {
    TopicDescription description =
        get(admin().describeTopics(List.of(topic), options).all()).get(topic);
    return description == null ? List.of() : description.partitions();
  }

  private KafkaHarnessException failed(String what, String topic, ExecutionException e) {
    Throwable cause = e.getCause();
    return new KafkaHarnessException(
        isGone(topic, cause)
            ? KafkaMessages.topicMissing(topic)
            : refusal(e)
                .orElseGet(
                    () ->
                        KafkaMessages.brokerDidNot(what, topic, String.valueOf(address()), cause)),
        cause);
  }

  /** The client of Spark 3.3 asks for a deleted topic until its time is over. */
  private boolean isGone(String topic, @Nullable Throwable cause) {
    if (!(cause instanceof TimeoutException)) {
      return cause instanceof UnknownTopicOrPartitionException;
    }
    try {
      describe(topic, new DescribeTopicsOptions().timeoutMs(SOON_MILLIS));
      return false;
    } catch (ExecutionException e) {
      return e.getCause() instanceof UnknownTopicOrPartitionException;
    }
  }

  private Optional<String> refusal(ExecutionException e) {
    return Refusal.of(clients.properties(), e.getCause());
  }

  private @Nullable String address() {
    return clients.properties().get("bootstrap.servers");
  }

  private Duration timeout() {
    return clients.timeout();
  }

  /** Kafka's admin client bounds each call itself: see KafkaClients. */
  private static <T> T get(KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaHarnessException(KafkaMessages.interrupted("answer"), e);
    }
  }

  private synchronized Admin admin() {
    if (closed) {
      throw new KafkaHarnessException(KafkaMessages.brokerClosed());
    }
    if (admin == null) {
      admin = clients.admin();
    }
    return admin;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (admin != null) {
      admin.close(timeout());
    }
  }
}
