package dev.weir.kafka;

import static dev.weir.kafka.KafkaMessages.see;
import static dev.weir.kafka.KafkaMessages.why;

import org.jspecify.annotations.Nullable;

/** The texts of what keeps a client and a broker apart. None of them has a password in it. */
final class SecurityMessages {

  private SecurityMessages() {}

  static String loginRefused(ClientIdentity client, Throwable cause) {
    return (client.equals(ClientIdentity.UNKNOWN)
            ? "A Kafka broker refused the credentials that it was given: "
            : "The broker at "
                + client.bootstrapServers()
                + " refused the credentials of "
                + (client.user().isEmpty()
                    ? "a client without a user"
                    : "user '" + client.user() + "'")
                + " (security.protocol "
                + client.protocol()
                + ", sasl.mechanism "
                + client.mechanism()
                + "): ")
        + why(cause)
        + ". Check the mechanism, and the user and the password in sasl.jaas.config. What the broker"
        + " accepts is in the clientProperties() of its KafkaBroker and in the options() of a topic."
        + see("kafka-credentials");
  }

  static String notTrusted(ClientIdentity client, Throwable cause) {
    return (client.equals(ClientIdentity.UNKNOWN)
            ? "The certificate of a Kafka broker is not trusted: " + why(cause)
            : "The certificate of the broker at "
                + client.bootstrapServers()
                + " is not trusted: "
                + why(cause)
                + ". The client trusts "
                + (client.truststore().isEmpty()
                    ? "whom the JDK trusts, as it has no ssl.truststore.location"
                    : "what is in ssl.truststore.location, " + client.truststore()))
        + ". A truststore with this certificate is in the clientProperties() of the KafkaBroker and"
        + " in the options() of a topic."
        + see("kafka-certificate");
  }

  static String otherProtocol(ClientIdentity client) {
    return "Somebody listens at "
        + client.bootstrapServers()
        + ", but does not answer a client that speaks "
        + client.protocol()
        + ". A broker leaves a client without an answer if one of them wants TLS or a login and the"
        + " other does not: check security.protocol."
        + see("kafka-security-protocol");
  }

  static String noLogin(String broker) {
    return "Clients do not log in to the "
        + broker
        + ", so there is no user and no password to set. Choose a KafkaSecurity with SASL for the"
        + " broker, such as SASL_SCRAM."
        + see("kafka-credentials");
  }

  static String noUser(String servers, @Nullable Throwable cause) {
    return "The broker at "
        + servers
        + " did not create the user that the tests log in as: "
        + why(cause)
        + "."
        + see("kafka-credentials");
  }

  static String noCertificate(String why) {
    return "No certificate could be made for the broker: "
        + why
        + ". It is made by the keytool of the JDK that runs the tests, "
        + System.getProperty("java.home")
        + "."
        + see("kafka-certificate");
  }
}
