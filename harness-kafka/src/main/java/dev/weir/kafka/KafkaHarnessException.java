package dev.weir.kafka;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * Something that a test asked of Kafka was not possible; the message says what, why, and the fix.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class KafkaHarnessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  KafkaHarnessException(String message) {
    super(message);
  }

  KafkaHarnessException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
