package dev.weir.kafka;

import static dev.weir.kafka.KafkaMessages.see;

import java.util.List;

/** The texts about a test that runs over several kinds of Kafka. */
final class TwinMessages {
  private TwinMessages() {}

  static String kinds(String test, List<BrokerKind> kinds) {
    return "@KafkaSource of "
        + test
        + "() names "
        + (kinds.isEmpty() ? "no kind" : "a kind twice: " + kinds)
        + ". Name each kind that the test is to run over once."
        + see("kafka-twin");
  }

  static String title(String query, BrokerKind kind, BrokerKind other) {
    return "Query '"
        + query
        + "' over "
        + kind
        + ", where over "
        + other
        + " it gave other rows (see docs/errors/kafka-twin.md)";
  }

  static String queries(BrokerKind kind, int here, BrokerKind other, int there) {
    return "Over "
        + kind
        + " the test ran "
        + (here == 1 ? "1 query" : here + " queries")
        + ", over "
        + other
        + " "
        + there
        + ". A test with @KafkaSource does the same over each kind."
        + see("kafka-twin");
  }
}
