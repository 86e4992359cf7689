package dev.weir.kafka;

import java.lang.reflect.AnnotatedElement;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What one declaration asks for.
 *
 * @param element the parameter or field, as a person would name it
 * @param label empty for none
 * @param name empty for a fresh one
 * @param partitions empty if the declaration does not say
 * @param replicas 0 for as many as the cluster has by default
 * @param config topic configurations by name
 */
record TopicRequest(
    String element,
    String label,
    String name,
    OptionalInt partitions,
    int replicas,
    Map<String, String> config) {

  static TopicRequest of(AnnotatedElement declaration, String element) {
    Optional<Topic> topic = AnnotationSupport.findAnnotation(declaration, Topic.class);
    if (topic.isEmpty()) {
      return new TopicRequest(element, "", "", OptionalInt.empty(), 0, Map.of());
    }
    String label = topic.get().value();
    String name = topic.get().name();
    if (!label.isEmpty() && !name.isEmpty()) {
      throw new ExtensionConfigurationException(KafkaMessages.labelAndName(element, label, name));
    }
    int partitions = topic.get().partitions();
    if (partitions < 1) {
      throw new ExtensionConfigurationException(
          KafkaMessages.declaredTooFewPartitions(element, partitions));
    }
    return new TopicRequest(
        element,
        label,
        name,
        OptionalInt.of(partitions),
        topic.get().replicas(),
        config(element, topic.get().config()));
  }

  private static Map<String, String> config(String element, String[] lines) {
    Map<String, String> config = new TreeMap<>();
    for (String line : lines) {
      int sign = line.indexOf('=');
      if (sign < 1) {
        throw new ExtensionConfigurationException(KafkaMessages.topicConfig(element, line));
      }
      config.put(line.substring(0, sign).strip(), line.substring(sign + 1).strip());
    }
    return config;
  }

  TopicSpec spec(String topicName) {
    return new TopicSpec(topicName, partitions.orElse(1), replicas, config);
  }

  /** Two requests of one test with the same identity mean the same topic. */
  String identity() {
    return name.isEmpty() ? "label " + label : "name " + name;
  }

  /** The fixed name, or one that nobody else has; test and label in it are for the reader. */
  String topicName(String test, String unique) {
    if (!name.isEmpty()) {
      return name;
    }
    String readable = label.isEmpty() ? test : test + "-" + label;
    // A full stop and an underscore are the same to Kafka's metrics, so it gets none of either.
    String allowed = readable.replaceAll("[^a-zA-Z0-9-]+", "-");
    String capped = allowed.length() <= 80 ? allowed : allowed.substring(0, 80);
    return "weir-" + capped + "-" + unique.toLowerCase(Locale.ROOT);
  }
}
