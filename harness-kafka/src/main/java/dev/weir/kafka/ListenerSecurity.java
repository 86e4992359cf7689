package dev.weir.kafka;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.jspecify.annotations.Nullable;

/** What the listener for clients asks of them, in the words of both its ends. */
final class ListenerSecurity {

  private final KafkaSecurity security;
  private final Credentials credentials;
  private final @Nullable Certificates certificates;

  private ListenerSecurity(
      KafkaSecurity security, Credentials credentials, @Nullable Certificates certificates) {
    this.security = security;
    this.credentials = credentials;
    this.certificates = certificates;
  }

  /**
   * Makes a user with a password, and certificates if there is TLS.
   *
   * @param folder where the certificates are written; it need not be there
   */
  static ListenerSecurity create(KafkaSecurity security, Path folder) {
    if (security.mechanism().isPresent()) {
      registerTheClientsLogins();
    }
    return new ListenerSecurity(
        security, Credentials.random(), security.hasTls() ? Certificates.create(folder) : null);
  }

  /**
   * Kafka registers its logins for the whole JVM, and the first class that does so wins. That has
   * to be Spark's client: an embedded broker goes away again, with its classes.
   */
  private static void registerTheClientsLogins() {
    try {
      Class.forName(PlainLoginModule.class.getName());
      Class.forName(ScramLoginModule.class.getName());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For the entry of the embedded cluster. */
  Map<String, String> brokerRequest() {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("listener.protocol", security.protocol());
    brokerProperties().forEach((name, value) -> request.put("listener.property." + name, value));
    scramUser().ifPresent(user -> request.put("scram", user));
    return request;
  }

  /** Of the listener, without the prefix that makes them its own. */
  private Map<String, String> brokerProperties() {
    Map<String, String> p = new LinkedHashMap<>();
    security
        .mechanism()
        .ifPresent(
            mechanism -> {
              p.put("sasl.enabled.mechanisms", mechanism);
              p.put(
                  mechanism.toLowerCase(Locale.ROOT) + ".sasl.jaas.config",
                  credentials.jaasOfBroker(mechanism));
            });
    if (certificates != null) {
      p.putAll(certificates.brokerProperties(certificates.keystore().toString()));
    }
    return p;
  }

  Credentials credentials() {
    return credentials;
  }

  Optional<Certificates> certificates() {
    return Optional.ofNullable(certificates);
  }

  private Optional<String> scramUser() {
    return security
        .mechanism()
        .filter(mechanism -> mechanism.startsWith("SCRAM"))
        .map(
            mechanism ->
                mechanism
                    + "=[name="
                    + credentials.user()
                    + ",password="
                    + credentials.password()
                    + "]");
  }

  /** All that a client needs. */
  Map<String, String> clientProperties(String bootstrapServers) {
    Map<String, String> p = new LinkedHashMap<>();
    p.put("bootstrap.servers", bootstrapServers);
    if (security != KafkaSecurity.NONE) {
      p.put("security.protocol", security.protocol());
    }
    security
        .mechanism()
        .ifPresent(
            mechanism -> {
              p.put("sasl.mechanism", mechanism);
              p.put("sasl.jaas.config", credentials.jaasOfClient(mechanism));
            });
    if (certificates != null) {
      p.put("ssl.truststore.type", Certificates.TYPE);
      p.put("ssl.truststore.location", certificates.truststore().toString());
      p.put("ssl.truststore.password", certificates.password());
    }
    return p;
  }
}
