package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a client and a broker apart, in words; KafkaRefusedTest brings it about. */
class SecurityMessagesTest {

  private static final Map<String, String> CLIENT =
      Map.of(
          "bootstrap.servers", "127.0.0.1:9092",
          "security.protocol", "SASL_SSL",
          "sasl.mechanism", "PLAIN",
          "sasl.jaas.config", new Credentials("the \"user\"", "top secret").jaasOfClient("PLAIN"),
          "ssl.truststore.location", "/certificates/truststore.p12");

  @Test
  void aRefusedLogin() {
    assertThat(
            Refusal.of(CLIENT, new ExecutionException(new SaslAuthenticationException("Go away."))))
        .contains(
            "The broker at 127.0.0.1:9092 refused the credentials of user 'the \"user\"'"
                + " (security.protocol SASL_SSL, sasl.mechanism PLAIN):"
                + " SaslAuthenticationException: Go away. Check the mechanism, and the user and the"
                + " password in sasl.jaas.config. What the broker accepts is in the"
                + " clientProperties() of its KafkaBroker and in the options() of a topic."
                + " See docs/errors/kafka-credentials.md");
  }

  @Test
  void aRefusedClientWithoutAUser() {
    assertThat(
            Refusal.of(
                Map.of("bootstrap.servers", "kafka:1"), new SaslAuthenticationException("No")))
        .get()
        .asString()
        .startsWith(
            "The broker at kafka:1 refused the credentials of a client without a user"
                + " (security.protocol PLAINTEXT, sasl.mechanism GSSAPI): ");
    assertThat(ClientIdentity.of(Map.of("sasl.jaas.config", "m required username=me;")).user())
        .isEqualTo("me");
  }

  @Test
  void aCertificateThatIsNotTrusted() {
    SslAuthenticationException failure =
        new SslAuthenticationException(
            "SSL handshake failed",
            new SSLHandshakeException("PKIX").initCause(new CertificateException("no path")));
    assertThat(Refusal.of(CLIENT, failure))
        .contains(
            "The certificate of the broker at 127.0.0.1:9092 is not trusted: CertificateException:"
                + " no path. The client trusts what is in ssl.truststore.location,"
                + " /certificates/truststore.p12. A truststore with this certificate is in the"
                + " clientProperties() of the KafkaBroker and in the options() of a topic."
                + " See docs/errors/kafka-certificate.md");
    assertThat(Refusal.of(Map.of(), failure))
        .get()
        .asString()
        .contains(
            ". The client trusts whom the JDK trusts, as it has no ssl.truststore.location. ");
  }

  @Test
  void ofAQueryThatMayBeOneOfTwoClients() {
    RefusedQuery explainer = new RefusedQuery();
    Map<String, String> first = Map.of("kafka.bootstrap.servers", "a:1", "subscribe", "people");
    Map<String, String> second = Map.of("kafka.bootstrap.servers", "b:1");
    List<Throwable> login = List.of(new SaslAuthenticationException("No"));
    assertThat(explainer.explain(login, List.of(first, Map.of("path", "/in"), first)))
        .get()
        .asString()
        .startsWith("The broker at a:1 refused the credentials of a client without a user (");
    assertThat(explainer.explain(login, List.of(first, second)))
        .get()
        .asString()
        .startsWith(
            "A Kafka broker refused the credentials that it was given: SaslAuthenticationException:"
                + " No. Check the mechanism, ");
    assertThat(explainer.explain(List.of(new CertificateException("No")), List.of()))
        .get()
        .asString()
        .startsWith(
            "The certificate of a Kafka broker is not trusted: CertificateException: No. A"
                + " truststore with this certificate is in ");
    assertThat(explainer.explain(List.of(new IllegalStateException()), List.of(first))).isEmpty();
    assertThat(explainer.explain(List.of(), List.of(first))).isEmpty();
  }

  @Test
  void anAddressThatDoesNotAnswer() throws IOException {
    TimeoutException failure = new TimeoutException("Timed out waiting for a node assignment.");
    String servers;
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      servers = "127.0.0.1:" + silent.getLocalPort();
      assertThat(Refusal.of(Map.of("bootstrap.servers", servers), failure))
          .contains(
              "Somebody listens at "
                  + servers
                  + ", but does not answer a client that speaks PLAINTEXT. A broker leaves a client"
                  + " without an answer if one of them wants TLS or a login and the other does not:"
                  + " check security.protocol. See docs/errors/kafka-security-protocol.md");
    }
    assertThat(Refusal.of(Map.of("bootstrap.servers", servers), failure)).isEmpty();
    assertThat(Refusal.of(Map.of("bootstrap.servers", "nowhere"), failure)).isEmpty();
  }

  @Test
  void anotherFailureIsNoRefusal() {
    assertThat(Refusal.of(CLIENT, null)).isEmpty();
    assertThat(Refusal.of(CLIENT, new TimeoutException("Call(callName=x) timed out"))).isEmpty();
    assertThat(Refusal.of(CLIENT, new SslAuthenticationException("no common cipher"))).isEmpty();
  }

  @Test
  void aBrokerWithoutALogin() {
    assertThat(SecurityMessages.noLogin("embedded Kafka"))
        .isEqualTo(
            "Clients do not log in to the embedded Kafka, so there is no user and no password to"
                + " set. Choose a KafkaSecurity with SASL for the broker, such as SASL_SCRAM."
                + " See docs/errors/kafka-credentials.md");
  }

  @Test
  void aUserThatIsNotCreated() {
    assertThat(SecurityMessages.noUser("localhost:1", new TimeoutException("Too late.")))
        .isEqualTo(
            "The broker at localhost:1 did not create the user that the tests log in as:"
                + " TimeoutException: Too late. See docs/errors/kafka-credentials.md");
  }

  @Test
  void whatKeytoolSaysIsHandedOn(@TempDir Path folder) throws IOException {
    Path taken = Files.createDirectory(folder.resolve("keystore.p12"));
    assertThatThrownBy(() -> Certificates.create(folder))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessageStartingWith(
            "No certificate could be made for the broker: IOException: keytool: ")
        .hasMessageContaining("\nkeytool error: java.io.FileNotFoundException: " + taken)
        .hasMessageEndingWith(
            ". It is made by the keytool of the JDK that runs the tests, "
                + System.getProperty("java.home")
                + ". See docs/errors/kafka-certificate.md");
  }

  @Test
  void nothingPrintsAPassword(@TempDir Path folder) {
    Credentials credentials = new Credentials("weir", "top secret");
    assertThat(credentials).hasToString("user 'weir'");
    assertThat(ClientIdentity.of(CLIENT).toString()).doesNotContain("secret");
    Certificates certificates = Certificates.create(folder);
    assertThat(certificates).hasToString("certificates in " + folder);
  }
}
