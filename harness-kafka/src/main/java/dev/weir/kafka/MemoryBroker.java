package dev.weir.kafka;

import java.util.Map;

/** No broker, but one for a test that is set to {@link BrokerKind#MEMORY}. */
final class MemoryBroker implements KafkaBroker {

  @Override
  public String bootstrapServers() {
    throw new KafkaHarnessException(BrokerMessages.noBroker("bootstrapServers()"));
  }

  @Override
  public Map<String, String> clientProperties() {
    throw new KafkaHarnessException(BrokerMessages.noBroker("clientProperties()"));
  }

  @Override
  public KafkaTopic createTopic(TopicSpec topic) {
    if (topic.partitions() < 1) {
      throw new KafkaHarnessException(
          KafkaMessages.tooFewPartitions(topic.name(), topic.partitions()));
    }
    return new MemoryTopic(topic.name(), topic.partitions());
  }

  @Override
  public String describe() {
    return "no broker: topics are memory inputs";
  }

  @Override
  public String toString() {
    return describe();
  }

  @Override
  public void close() {}
}
