package dev.weir.kafka;

import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * What a broker asks of its clients: whether the connection is encrypted, and whether they log in.
 *
 * <p>Users, passwords and certificates are made anew for each broker; {@link
 * KafkaBroker#clientProperties()} and {@link KafkaTopic#options()} have them ready-made.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public enum KafkaSecurity {
  /** {@code security.protocol=PLAINTEXT}: neither. */
  NONE("PLAINTEXT", null),

  /** {@code SASL_PLAINTEXT}, {@code sasl.mechanism=PLAIN}: a password, not encrypted. */
  SASL_PLAIN("SASL_PLAINTEXT", "PLAIN"),

  /** {@code SASL_PLAINTEXT}, {@code SCRAM-SHA-512}: a password that does not cross the wire. */
  SASL_SCRAM("SASL_PLAINTEXT", "SCRAM-SHA-512"),

  /** {@code SSL}: encrypted, no login. The clients check the broker's certificate. */
  TLS("SSL", null),

  /** {@code SASL_SSL}, {@code PLAIN}: encrypted, with a password. */
  SASL_PLAIN_OVER_TLS("SASL_SSL", "PLAIN"),

  /** {@code SASL_SSL}, {@code SCRAM-SHA-512}: encrypted, with a password. */
  SASL_SCRAM_OVER_TLS("SASL_SSL", "SCRAM-SHA-512");

  private final String protocol;
  private final Optional<String> mechanism;

  KafkaSecurity(String protocol, @Nullable String mechanism) {
    this.protocol = protocol;
    this.mechanism = Optional.ofNullable(mechanism);
  }

  /** Kafka's name of it: the value of {@code security.protocol}. */
  public String protocol() {
    return protocol;
  }

  /** The value of {@code sasl.mechanism}; empty if clients do not log in. */
  public Optional<String> mechanism() {
    return mechanism;
  }

  boolean hasTls() {
    return protocol.endsWith("SSL");
  }
}
