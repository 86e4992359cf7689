package dev.weir.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * What a broker in a container is given so that its listener for clients, which Testcontainers
 * calls PLAINTEXT, asks them for what a {@link KafkaSecurity} says.
 *
 * <p>Images take properties from the environment, whose names cannot have the hyphens of {@code
 * scram-sha-512}: so logins are set in a file, in JAAS' own format. A user of SCRAM can be created
 * by a client alone, and that one has to log in too: by PLAIN, as a user that nobody else knows.
 */
final class ContainerSecurity {

  private static final String FOLDER = "/tmp/weir/";
  private static final String PLAIN = "PLAIN";
  private static final int ITERATIONS = 4096;

  private final KafkaSecurity security;
  private final ListenerSecurity listener;
  private final Credentials setUp = new Credentials("weir_setup", Credentials.randomPassword());

  private ContainerSecurity(KafkaSecurity security, ListenerSecurity listener) {
    this.security = security;
    this.listener = listener;
  }

  /**
   * Makes a user, and certificates if there is TLS.
   *
   * @param folder on this side, for what the clients need
   */
  static ContainerSecurity create(KafkaSecurity security, Path folder) {
    return new ContainerSecurity(security, ListenerSecurity.create(security, folder));
  }

  /** Broker properties. */
  Map<String, String> properties() {
    Map<String, String> p = new LinkedHashMap<>();
    p.put(
        "listener.security.protocol.map",
        "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT,PLAINTEXT:" + security.protocol());
    security
        .mechanism()
        .ifPresent(
            mechanism ->
                p.put(
                    "sasl.enabled.mechanisms",
                    mechanism.equals(PLAIN) ? PLAIN : PLAIN + "," + mechanism));
    listener
        .certificates()
        .ifPresent(
            certificates ->
                p.putAll(certificates.brokerProperties(FOLDER + certificates.keystoreName())));
    return p;
  }

  /** Variables besides the properties. */
  Map<String, String> environment() {
    return security.mechanism().isPresent()
        ? Map.of("JAVA_TOOL_OPTIONS", "-Djava.security.auth.login.config=" + FOLDER + "jaas.conf")
        : Map.of();
  }

  /** By path in the container, what has to be there before the broker starts. */
  Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    security
        .mechanism()
        .ifPresent(
            mechanism ->
                files.put(FOLDER + "jaas.conf", jaas(mechanism).getBytes(StandardCharsets.UTF_8)));
    listener
        .certificates()
        .ifPresent(
            certificates ->
                files.put(FOLDER + certificates.keystoreName(), read(certificates.keystore())));
    return files;
  }

  private String jaas(String mechanism) {
    String logins =
        mechanism.equals(PLAIN)
            ? listener.credentials().jaasOfBroker(PLAIN)
            : setUp.jaasOfBroker(PLAIN) + "\n" + listener.credentials().jaasOfBroker(mechanism);
    return "KafkaServer {\n" + logins + "\n};\n";
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that a client needs, once {@link #createUser} is done. */
  Map<String, String> clientProperties(String bootstrapServers) {
    return listener.clientProperties(bootstrapServers);
  }

  /**
   * Makes the user known to a running broker, and waits until it is; does nothing without SCRAM.
   */
  void createUser(String bootstrapServers, Duration timeout) {
    if (security.mechanism().filter(mechanism -> !mechanism.equals(PLAIN)).isEmpty()) {
      return;
    }
    Map<String, String> byPlain = new HashMap<>(clientProperties(bootstrapServers));
    byPlain.put("sasl.mechanism", PLAIN);
    byPlain.put("sasl.jaas.config", setUp.jaasOfClient(PLAIN));
    try (Admin admin = new KafkaClients(byPlain, timeout).admin()) {
      admin.alterUserScramCredentials(List.of(user())).all().get();
    } catch (ExecutionException e) {
      throw new KafkaHarnessException(
          SecurityMessages.noUser(bootstrapServers, e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaHarnessException(KafkaMessages.interrupted("create a user"), e);
    }
    // The broker learns of its own metadata a moment after it has acknowledged them.
    Await.until(timeout, () -> knowsTheUser(bootstrapServers));
  }

  private UserScramCredentialUpsertion user() {
    return new UserScramCredentialUpsertion(
        listener.credentials().user(),
        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
        listener.credentials().password());
  }

  private boolean knowsTheUser(String bootstrapServers) {
    KafkaClients clients =
        new KafkaClients(clientProperties(bootstrapServers), Duration.ofSeconds(5));
    try (TopicAdmin admin = new TopicAdmin(clients)) {
      admin.names();
      return true;
    } catch (KafkaHarnessException e) {
      return false;
    }
  }
}
