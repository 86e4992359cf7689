package dev.weir.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the brokers that clients connect to have in common: clients, topics, an end. */
abstract sealed class ClusterBroker implements KafkaBroker
    permits EmbeddedKafkaBroker, ContainerKafkaBroker, ExternalKafkaBroker {

  private static final System.Logger LOG = System.getLogger(ClusterBroker.class.getName());

  private final KafkaClients clients;
  private final TopicAdmin admin;
  private final Queue<BrokerTopic> topics = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  ClusterBroker(Map<String, String> clientProperties, Duration timeout) {
    this.clients = new KafkaClients(clientProperties, timeout);
    this.admin = new TopicAdmin(clients);
  }

  @Override
  public final KafkaTopic createTopic(TopicSpec spec) {
    BrokerTopic topic = BrokerTopic.create(spec, clients, admin);
    topics.removeIf(BrokerTopic::isClosed);
    topics.add(topic);
    return topic;
  }

  @Override
  public final String bootstrapServers() {
    return clients.properties().getOrDefault("bootstrap.servers", "");
  }

  @Override
  public final Map<String, String> clientProperties() {
    return clients.properties();
  }

  @Override
  public final String toString() {
    return describe();
  }

  final KafkaClients clients() {
    return clients;
  }

  final TopicAdmin admin() {
    return admin;
  }

  /** Whether nobody but this run uses the cluster, so that each topic on it is of this run. */
  abstract boolean isOurs();

  /** Makes good what a test did to the cluster, so that the next one finds it whole. */
  abstract void heal();

  /** Ends what is behind the clients; called once, after they are closed. */
  abstract void shutDown();

  /**
   * Whatever cannot be got rid of is logged and not thrown: the tests have their results by then.
   */
  @Override
  public final void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (isOurs()) {
      topics.forEach(topic -> attempt("close the clients of " + topic, topic::closeClients));
    } else {
      topics.forEach(topic -> attempt("delete " + topic, topic));
    }
    attempt("close the admin client", admin);
    shutDown();
  }

  @SuppressWarnings("CatchingUnchecked") // The next step is due whatever befell this one.
  static void attempt(String what, AutoCloseable step) {
    try {
      step.close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, "could not " + what, e);
    }
  }
}
