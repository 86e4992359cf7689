package dev.weir.kafka;

import java.util.Locale;
import java.util.Map;

/** What a broker in a container has set for tests, as the embedded one has: see NodeConfig. */
final class BrokerProperties {

  /** None of these changes what a client sees on a well-kept production cluster. */
  static final Map<String, String> AS_IN_TESTS =
      Map.of(
          // A missing topic is an error.
          "auto.create.topics.enable", "false",
          // Records of any event time stay.
          "log.retention.ms", "-1",
          "transaction.state.log.num.partitions", "1");

  private BrokerProperties() {}

  /** How the images of Kafka want a property: in capitals, with underscores for the full stops. */
  static String environmentName(String property) {
    return "KAFKA_" + property.toUpperCase(Locale.ROOT).replace('.', '_');
  }
}
