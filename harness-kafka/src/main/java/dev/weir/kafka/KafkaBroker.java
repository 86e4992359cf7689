package dev.weir.kafka;

import java.util.HashMap;
import java.util.Map;

/** A Kafka cluster that tests talk to, wherever it runs. */
public sealed interface KafkaBroker permits EmbeddedKafkaBroker {

  /** Where a client finds the cluster: {@code host:port}, several of them separated by commas. */
  String bootstrapServers();

  /**
   * All that a Kafka client needs in order to connect, a login and a truststore included, under the
   * clients' own property names. Spark wants each name with {@code kafka.} before it: see {@link
   * KafkaTopic#options()}.
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

  /** What runs where, in a line that a person can read. */
  String describe();
}
