package dev.weir.kafka;

import java.time.Duration;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A Kafka cluster that somebody else runs.
 *
 * <p>The harness creates and deletes its own topics on it, and touches no others. With JUnit,
 * {@link BrokerKind#EXTERNAL} says where it is. Elsewhere:
 *
 * <pre>{@code
 * try (KafkaBroker cluster = ExternalKafkaBroker.connect(Map.of("bootstrap.servers", "kafka:9092"));
 *     KafkaTopic people = cluster.createTopic("people", 3)) {
 *   people.send("{\"id\":\"1\"}");
 * }
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class ExternalKafkaBroker extends ClusterBroker {
  private static final Duration ANSWER = Duration.ofSeconds(8);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String description;

  private ExternalKafkaBroker(Map<String, String> clientProperties, int brokers) {
    super(clientProperties, TIMEOUT);
    this.description =
        "external Kafka cluster, "
            + (brokers == 1 ? "1 broker" : brokers + " brokers")
            + " at "
            + bootstrapServers();
  }

  /**
   * Connects, and makes sure that the cluster is there.
   *
   * @param clientProperties all that a Kafka client needs in order to connect, under the clients'
   *     own property names, {@code bootstrap.servers} among them
   * @throws KafkaHarnessException if the cluster does not answer within 8 seconds, or refuses
   */
  public static ExternalKafkaBroker connect(Map<String, String> clientProperties) {
    return connect(clientProperties, 1);
  }

  /** As {@link #connect(Map)}, to a cluster that must have so many brokers. */
  static ExternalKafkaBroker connect(Map<String, String> clientProperties, int atLeast) {
    String address = clientProperties.getOrDefault("bootstrap.servers", "");
    if (address.isBlank()) {
      throw new KafkaHarnessException(BrokerMessages.noAddress());
    }
    KafkaClients impatient = new KafkaClients(clientProperties, ANSWER);
    try (TopicAdmin admin = new TopicAdmin(impatient)) {
      int brokers = admin.brokers();
      if (brokers < atLeast) {
        throw new KafkaHarnessException(BrokerMessages.tooFewOutside(address, atLeast, brokers));
      }
      return new ExternalKafkaBroker(clientProperties, brokers);
    }
  }

  @Override
  public String describe() {
    return description;
  }

  @Override
  boolean isOurs() {
    return false;
  }

  @Override
  void heal() {}

  @Override
  void shutDown() {}
}
