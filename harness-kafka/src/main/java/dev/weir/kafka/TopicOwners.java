package dev.weir.kafka;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who owns which topic of a shared broker, and whose the others are.
 *
 * <p>A topic that nobody declared cannot be told from one that another running test's job is about
 * to use. So strays are looked for only when no test is running any more, and are put down to all
 * tests that ended since the last look.
 */
final class TopicOwners {

  /**
   * Topics that nobody declared, now deleted.
   *
   * @param topics by name
   * @param suspects the tests that may have created them
   */
  record Strays(Set<String> topics, Set<String> suspects) {}

  private final Supplier<Set<String>> names;
  private final Consumer<String> delete;
  private final Map<String, String> ownerOfTopic = new HashMap<>();
  private final Set<String> ended = new LinkedHashSet<>();
  private int running;

  private TopicOwners(Supplier<Set<String>> names, Consumer<String> delete) {
    this.names = names;
    this.delete = delete;
  }

  /** Of a cluster that others use too, no topic is known that is not owned. */
  static TopicOwners on(KafkaBroker broker) {
    return broker instanceof ClusterBroker cluster && cluster.isOurs()
        ? new TopicOwners(cluster.admin()::names, cluster.admin()::delete)
        : new TopicOwners(Set::of, topic -> {});
  }

  /** Makes a topic somebody's, unless it is somebody's already: then tells whose. */
  synchronized Optional<String> claim(String topic, String owner) {
    return Optional.ofNullable(ownerOfTopic.putIfAbsent(topic, owner));
  }

  synchronized void release(String topic) {
    ownerOfTopic.remove(topic);
  }

  synchronized void started() {
    running++;
  }

  /** Looks for strays if this was the last test that ran, deletes them, and tells which. */
  synchronized Strays ended(String test) {
    running--;
    ended.add(test);
    if (running > 0) {
      return new Strays(Set.of(), Set.of());
    }
    Set<String> suspects = new LinkedHashSet<>(ended);
    ended.clear();
    Set<String> strays = strays();
    strays.forEach(delete);
    return new Strays(strays, suspects);
  }

  /** The topics on the broker that nobody owns. */
  synchronized Set<String> strays() {
    Set<String> strays = new TreeSet<>(names.get());
    strays.removeAll(ownerOfTopic.keySet());
    return strays;
  }
}
