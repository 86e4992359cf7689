package dev.weir.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * How an embedded cluster is to be. Two equal ones may share a cluster.
 *
 * @param ports one for each broker; 0 for a free one
 * @param parentFolder where the cluster's temporary folder is made
 * @param properties broker properties, which win over the harness's own
 * @param timeout how long the start, the stop, and each call of a client may take
 * @param security what the listener for clients asks of them
 */
record EmbeddedKafkaOptions(
    List<Integer> ports,
    Path parentFolder,
    Map<String, String> properties,
    Duration timeout,
    KafkaSecurity security) {

  static final EmbeddedKafkaOptions DEFAULT =
      new EmbeddedKafkaOptions(
          List.of(0),
          Path.of(System.getProperty("java.io.tmpdir")),
          Map.of(),
          Duration.ofSeconds(30),
          KafkaSecurity.NONE);

  EmbeddedKafkaOptions {
    ports = List.copyOf(ports);
    properties = Map.copyOf(properties);
  }

  /** So many brokers, each on a free port. */
  EmbeddedKafkaOptions withBrokers(int brokers) {
    return new EmbeddedKafkaOptions(
        Collections.nCopies(brokers, 0), parentFolder, properties, timeout, security);
  }

  EmbeddedKafkaOptions withProperties(Map<String, String> newProperties) {
    return new EmbeddedKafkaOptions(ports, parentFolder, newProperties, timeout, security);
  }

  EmbeddedKafkaOptions withPorts(Integer... newPorts) {
    return withPorts(List.of(newPorts));
  }

  EmbeddedKafkaOptions withPorts(List<Integer> newPorts) {
    return new EmbeddedKafkaOptions(newPorts, parentFolder, properties, timeout, security);
  }

  EmbeddedKafkaOptions withParentFolder(Path newParentFolder) {
    return new EmbeddedKafkaOptions(ports, newParentFolder, properties, timeout, security);
  }

  EmbeddedKafkaOptions withProperty(String name, String value) {
    return new EmbeddedKafkaOptions(ports, parentFolder, Map.of(name, value), timeout, security);
  }

  EmbeddedKafkaOptions withTimeout(Duration newTimeout) {
    return new EmbeddedKafkaOptions(ports, parentFolder, properties, newTimeout, security);
  }

  EmbeddedKafkaOptions withSecurity(KafkaSecurity newSecurity) {
    return new EmbeddedKafkaOptions(ports, parentFolder, properties, timeout, newSecurity);
  }
}
