package dev.weir.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A Kafka cluster that tests talk to, wherever it runs. */
@API(status = Status.MAINTAINED, since = "0.1")
public sealed interface KafkaBroker extends AutoCloseable permits ClusterBroker, MemoryBroker {

  /**
   * Where a client finds the cluster: {@code host:port}, several of them separated by commas.
   *
   * @throws KafkaHarnessException if there is no broker, but {@link BrokerKind#MEMORY}
   */
  String bootstrapServers();

  /**
   * All that a Kafka client needs in order to connect, a login and a truststore included, under the
   * clients' own property names. Spark wants each name with {@code kafka.} before it: see {@link
   * KafkaTopic#options()}.
   *
   * @throws KafkaHarnessException if there is no broker, but {@link BrokerKind#MEMORY}
   */
  Map<String, String> clientProperties();

  /**
   * {@link #clientProperties()} of another user, or with another password: for a test of what a job
   * does when it is refused.
   *
   * @throws KafkaHarnessException if clients of this broker do not log in: its {@link
   *     KafkaSecurity} has no SASL
   */
  default Map<String, String> clientProperties(String user, String password) {
    String mechanism = clientProperties().get("sasl.mechanism");
    if (mechanism == null) {
      throw new KafkaHarnessException(SecurityMessages.noLogin(describe()));
    }
    Map<String, String> properties = new HashMap<>(clientProperties());
    properties.put("sasl.jaas.config", new Credentials(user, password).jaasOfClient(mechanism));
    return Map.copyOf(properties);
  }

  /**
   * Creates a topic and waits until it can be written and read. Closing the topic deletes it.
   *
   * @param partitions at least 1
   * @throws KafkaHarnessException if there is such a topic, or the broker refuses to create it
   */
  default KafkaTopic createTopic(String name, int partitions) {
    return createTopic(TopicSpec.of(name).withPartitions(partitions));
  }

  /**
   * As {@link #createTopic(String, int)}, with replicas and configuration.
   *
   * @throws KafkaHarnessException if there is such a topic, or the broker refuses to create it
   */
  KafkaTopic createTopic(TopicSpec topic);

  /** What runs where, in a line that a person can read. */
  String describe();

  /**
   * Ends it, and its topics with it; does nothing the second time. An external cluster goes on, the
   * harness's topics on it are deleted.
   */
  @Override
  void close();
}
