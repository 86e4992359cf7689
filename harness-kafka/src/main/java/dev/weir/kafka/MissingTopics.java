package dev.weir.kafka;

import dev.weir.internal.spark.SourceStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Says which topic it is that a query reads and that is not there; Kafka itself does not. */
final class MissingTopics {
  private static final int MOST = 5;

  private MissingTopics() {}

  /**
   * Looks whether that is why a source failed.
   *
   * @param address where the broker is
   * @param names asks the broker for its topics
   */
  static Optional<String> explain(
      SourceStatus source, Throwable failure, String address, Supplier<Set<String>> names) {
    List<String> wanted = KafkaSources.topics(source);
    if (wanted.isEmpty() || !isAboutTopic(failure)) {
      return Optional.empty();
    }
    Set<String> there;
    try {
      there = names.get();
    } catch (KafkaHarnessException e) {
      // A broker that does not answer has failed the query for another reason.
      return Optional.empty();
    }
    List<String> missing = wanted.stream().filter(topic -> !there.contains(topic)).toList();
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    List<String> nearest =
        there.stream()
            .sorted(
                Comparator.<String, Integer>comparing(
                        topic -> distance.apply(missing.get(0), topic))
                    // A set has its order of the day.
                    .thenComparing(Comparator.naturalOrder()))
            .limit(MOST)
            .toList();
    return Optional.of(
        SourceMessages.noSuchTopic(
            missing,
            address,
            there.size() > MOST
                ? Stream.concat(nearest.stream(), Stream.of("...")).toList()
                : nearest));
  }

  private static boolean isAboutTopic(Throwable failure) {
    return Stream.<Throwable>iterate(failure, t -> t != null, Throwable::getCause)
        .anyMatch(UnknownTopicOrPartitionException.class::isInstance);
  }
}
