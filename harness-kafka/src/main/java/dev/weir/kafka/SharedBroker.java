package dev.weir.kafka;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The broker of a whole run, or of one test or class: started when first asked for, closed with it.
 *
 * <p>A failed start is remembered: every further test then fails with the same words at once, and
 * does not wait for another start to time out.
 */
final class SharedBroker implements AutoCloseable {

  private final Supplier<KafkaBroker> start;
  private @Nullable KafkaBroker broker;
  private @Nullable TopicOwners owners;
  private @Nullable KafkaHarnessException failure;
  private boolean closed;

  SharedBroker(Supplier<KafkaBroker> start) {
    this.start = start;
  }

  synchronized KafkaBroker broker() {
    if (closed) {
      throw new KafkaHarnessException(KafkaMessages.brokerClosed());
    }
    if (failure != null) {
      throw new KafkaHarnessException(String.valueOf(failure.getMessage()), failure);
    }
    if (broker == null) {
      try {
        broker = start.get();
      } catch (KafkaHarnessException e) {
        failure = e;
        throw e;
      }
    }
    return broker;
  }

  synchronized TopicOwners owners() {
    if (owners == null) {
      owners = TopicOwners.on(broker());
    }
    return owners;
  }

  /** Makes good what a test did to the broker, if one was started. */
  synchronized void heal() {
    if (broker instanceof ClusterBroker cluster) {
      cluster.heal();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (broker != null) {
      broker.close();
      broker = null;
    }
  }
}
