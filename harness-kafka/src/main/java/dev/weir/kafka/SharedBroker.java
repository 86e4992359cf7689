package dev.weir.kafka;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The broker of a whole run: started when first asked for, closed with the run.
 *
 * <p>A failed start is remembered: every further test then fails with the same words at once, and
 * does not wait for another start to time out.
 */
final class SharedBroker implements AutoCloseable {

  private final Supplier<EmbeddedKafkaBroker> start;
  private @Nullable EmbeddedKafkaBroker broker;
  private @Nullable TopicOwners owners;
  private @Nullable KafkaHarnessException failure;
  private boolean closed;

  SharedBroker(Supplier<EmbeddedKafkaBroker> start) {
    this.start = start;
  }

  synchronized EmbeddedKafkaBroker broker() {
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
      owners = new TopicOwners(broker().admin());
    }
    return owners;
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
