package dev.weir.kafka;

import java.security.cert.CertificateException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a client and a broker did not come together, and what one has against the other.
 */
final class Refusal {

  private Refusal() {}

  /**
   * Looks at an exception and its causes.
   *
   * @param properties the client's
   * @return what happened and what to check; empty if the failure is another one
   */
  static Optional<String> of(Map<String, String> properties, @Nullable Throwable failure) {
    return of(ClientIdentity.of(properties), failure);
  }

  static Optional<String> of(ClientIdentity client, @Nullable Throwable failure) {
    Set<Throwable> seen = new HashSet<>();
    for (Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      if (t instanceof CertificateException) {
        return Optional.of(SecurityMessages.notTrusted(client, t));
      }
      if (t instanceof AuthenticationException && !(t instanceof SslAuthenticationException)) {
        return Optional.of(SecurityMessages.loginRefused(client, t));
      }
      if (neverAnswered(t) && Listener.isThere(client.bootstrapServers())) {
        return Optional.of(SecurityMessages.otherProtocol(client));
      }
    }
    return Optional.empty();
  }

  /** Kafka has no exception of its own for it: it goes on trying, as the broker may come up yet. */
  private static boolean neverAnswered(Throwable t) {
    return t instanceof TimeoutException && String.valueOf(t.getMessage()).contains("assignment");
  }
}
