package dev.weir.kafka;

import dev.weir.internal.spark.SourceStatus;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a Kafka source of Spark reads, told by its description: {@code KafkaV2[Subscribe[a, b]]},
 * {@code KafkaV2[SubscribePattern[a.*]]} or {@code KafkaV2[Assign[a-0, a-1]]} (ConsumerStrategy in
 * Spark 3.5). Its offset would name the topics too, but only those that it has seen so far.
 */
final class KafkaSources {
  private static final Pattern DESCRIPTION =
      Pattern.compile("KafkaV2\\[(Subscribe|SubscribePattern|Assign)\\[(.*)]]", Pattern.DOTALL);

  private KafkaSources() {}

  static boolean reads(SourceStatus source, String topic) {
    return switch (strategy(source)) {
      case "Subscribe" -> names(source).contains(topic);
      // As Spark's source does: the pattern may match a part of the name.
      case "SubscribePattern" -> Pattern.compile(what(source)).matcher(topic).find();
      case "Assign" -> names(source).stream().anyMatch(name -> topicOf(name).equals(topic));
      default -> false;
    };
  }

  /** Whether a source that reads the topic reads this partition of it. */
  static boolean reads(SourceStatus source, String topic, int partition) {
    return !strategy(source).equals("Assign") || names(source).contains(topic + "-" + partition);
  }

  /** The topics that it names; none for a pattern. */
  static List<String> topics(SourceStatus source) {
    return switch (strategy(source)) {
      case "Subscribe" -> names(source);
      case "Assign" -> names(source).stream().map(KafkaSources::topicOf).distinct().toList();
      default -> List.of();
    };
  }

  private static String topicOf(String partition) {
    return partition.substring(0, partition.lastIndexOf('-'));
  }

  private static List<String> names(SourceStatus source) {
    return Arrays.asList(what(source).split(", ", -1));
  }

  private static String strategy(SourceStatus source) {
    return group(source, 1);
  }

  private static String what(SourceStatus source) {
    return group(source, 2);
  }

  private static String group(SourceStatus source, int group) {
    return Stream.of(DESCRIPTION.matcher(source.description()))
        .filter(matcher -> matcher.matches())
        .map(matcher -> matcher.group(group))
        .findFirst()
        .orElse("");
  }
}
