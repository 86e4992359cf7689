package dev.weir.kafka;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * The broker that a test asks for; tests whose requests are equal share one.
 *
 * @param kind never {@link BrokerKind#DEFAULT} nor {@link BrokerKind#CONTAINER_OR_EMBEDDED}: these
 *     are decided by then
 * @param ports one for each broker, 0 for a free one
 * @param image of a container, empty for other kinds
 * @param security what the brokers ask of their clients
 * @param properties of the broker, by name
 * @param owner the test or test class that has it for itself, empty if it is shared
 * @param client how clients connect to an external cluster, empty for other kinds
 */
record BrokerRequest(
    BrokerKind kind,
    List<Integer> ports,
    String image,
    KafkaSecurity security,
    Map<String, String> properties,
    String owner,
    Map<String, String> client) {

  static BrokerRequest of(
      BrokerSettings settings,
      BrokerKind wanted,
      int brokers,
      List<Integer> ports,
      String image,
      KafkaSecurity security,
      List<String> properties,
      String owner) {
    BrokerKind kind = decided(wanted == BrokerKind.DEFAULT ? settings.kind() : wanted);
    if (brokers < 1 || (kind == BrokerKind.EMBEDDED && brokers > 3)) {
      throw new ExtensionConfigurationException(BrokerMessages.numberOfBrokers(brokers));
    }
    if (kind == BrokerKind.CONTAINER && brokers > 1) {
      throw new ExtensionConfigurationException(BrokerMessages.severalInContainer(brokers));
    }
    if (!ports.isEmpty() && ports.size() != brokers) {
      throw new ExtensionConfigurationException(BrokerMessages.ports(ports, brokers));
    }
    return new BrokerRequest(
        kind,
        kind == BrokerKind.EMBEDDED && !ports.isEmpty()
            ? ports
            : Collections.nCopies(kind == BrokerKind.MEMORY ? 1 : brokers, 0),
        kind == BrokerKind.CONTAINER ? (image.isEmpty() ? settings.image() : image) : "",
        kind == BrokerKind.EMBEDDED || kind == BrokerKind.CONTAINER ? security : KafkaSecurity.NONE,
        kind == BrokerKind.MEMORY ? Map.of() : parsed(properties),
        kind == BrokerKind.EMBEDDED || kind == BrokerKind.CONTAINER ? owner : "",
        kind == BrokerKind.EXTERNAL ? settings.externalClient() : Map.of());
  }

  private static BrokerKind decided(BrokerKind kind) {
    if (kind != BrokerKind.CONTAINER_OR_EMBEDDED) {
      return kind;
    }
    return ContainerEngine.here()
        .problem()
        .map(
            problem -> {
              Announcement.once(BrokerMessages.fellBack(problem));
              return BrokerKind.EMBEDDED;
            })
        .orElse(BrokerKind.CONTAINER);
  }

  private static Map<String, String> parsed(List<String> properties) {
    Map<String, String> parsed = new TreeMap<>();
    for (String property : properties) {
      int sign = property.indexOf('=');
      if (sign < 1) {
        throw new ExtensionConfigurationException(BrokerMessages.property(property));
      }
      parsed.put(property.substring(0, sign).strip(), property.substring(sign + 1).strip());
    }
    return parsed;
  }

  boolean isShared() {
    return owner.isEmpty();
  }

  /**
   * Starts the broker, or connects to it.
   *
   * @throws KafkaHarnessException if it cannot be had: never is another one taken instead
   */
  KafkaBroker start() {
    return switch (kind) {
      case MEMORY -> new MemoryBroker();
      case CONTAINER -> announced(ContainerKafkaBroker.start(image, security, properties));
      case EXTERNAL -> announced(ExternalKafkaBroker.connect(client, ports.size()));
      default -> embedded();
    };
  }

  private KafkaBroker embedded() {
    EmbeddedKafkaBroker broker =
        EmbeddedKafkaBroker.start(
            EmbeddedKafkaOptions.DEFAULT
                .withPorts(ports)
                .withSecurity(security)
                .withProperties(properties));
    return isShared() ? broker.sharedByTests() : broker;
  }

  /** One would not know otherwise, and it is not what a run has by default. */
  private static KafkaBroker announced(KafkaBroker broker) {
    Announcement.once(BrokerMessages.inUse(broker.describe()));
    return broker;
  }
}
