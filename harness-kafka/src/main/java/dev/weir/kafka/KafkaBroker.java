package dev.weir.kafka;

import java.util.Map;

/** A Kafka cluster that tests talk to, wherever it runs. */
public sealed interface KafkaBroker permits EmbeddedKafkaBroker {

  /** Where a client finds the cluster: {@code host:port}, several of them separated by commas. */
  String bootstrapServers();

  /**
   * All that a Kafka client needs in order to connect, under the clients' own property names. Spark
   * wants each name with {@code kafka.} before it: see {@link KafkaTopic#options()}.
   */
  Map<String, String> clientProperties();

  /** What runs where, in a line that a person can read. */
  String describe();
}
