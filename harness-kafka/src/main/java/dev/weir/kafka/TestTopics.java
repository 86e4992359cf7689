package dev.weir.kafka;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * The topics of one test, or of the static fields of one class; they are deleted when it ends.
 *
 * <p>JUnit closes this with the test's store, after every call-back of every extension: a query
 * that an extension stops in its call-back is stopped before its topics go.
 */
final class TestTopics implements AutoCloseable {

  private final SharedBroker shared;
  private final String owner;
  private final String shortName;
  private final boolean isTest;
  private final Consumer<String> report;
  private final Map<String, KafkaTopic> topics = new LinkedHashMap<>();

  /**
   * Begins a test, or a class.
   *
   * @param owner the test, as a failure of another test would name it
   * @param shortName what of it goes into the names of topics
   * @param isTest not a class: strays are looked for when it ends
   * @param report gets a text about each leak
   */
  TestTopics(
      SharedBroker shared,
      String owner,
      String shortName,
      boolean isTest,
      Consumer<String> report) {
    this.shared = shared;
    this.owner = owner;
    this.shortName = shortName;
    this.isTest = isTest;
    this.report = report;
    if (isTest) {
      shared.owners().started();
    }
  }

  /** The topic that the request means: one that this test has, or else a new one. */
  synchronized KafkaTopic topic(TopicRequest request) {
    KafkaTopic known = topics.get(request.identity());
    if (known != null) {
      request
          .partitions()
          .ifPresent(
              wanted -> {
                if (wanted != known.partitions()) {
                  throw new ExtensionConfigurationException(
                      KafkaMessages.otherPartitions(
                          request.element(), wanted, known.name(), known.partitions()));
                }
              });
      return known;
    }
    KafkaTopic topic = create(request);
    topics.put(request.identity(), topic);
    return topic;
  }

  private KafkaTopic create(TopicRequest request) {
    String unique = UUID.randomUUID().toString().substring(24);
    String name = request.topicName(shortName, unique);
    TopicSpec spec = request.spec(name);
    if (shared.broker() instanceof MemoryBroker memory) {
      // Two topics in memory have nothing in common, whatever their names.
      return memory.createTopic(spec);
    }
    TopicOwners owners = shared.owners();
    owners
        .claim(name, owner)
        .ifPresent(
            other -> {
              throw new ExtensionConfigurationException(
                  KafkaMessages.declaration(
                      request.element(), KafkaMessages.topicInUse(name, other)));
            });
    try {
      return shared.broker().createTopic(spec);
    } catch (KafkaHarnessException e) {
      owners.release(name);
      throw e;
    }
  }

  /** Deletes all, even if one fails; the first failure is thrown in the end. */
  @Override
  public synchronized void close() {
    @Nullable KafkaHarnessException failure = null;
    for (KafkaTopic topic : topics.values()) {
      try {
        topic.close();
        shared.owners().release(topic.name());
      } catch (KafkaHarnessException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    topics.clear();
    if (isTest) {
      reportStrays();
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void reportStrays() {
    TopicOwners.Strays strays = shared.owners().ended(owner);
    if (!strays.topics().isEmpty()) {
      report.accept(KafkaMessages.leakedTopics(strays.topics(), strays.suspects()));
    }
  }
}
