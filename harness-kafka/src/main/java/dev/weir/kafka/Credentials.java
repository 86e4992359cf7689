package dev.weir.kafka;

import java.security.SecureRandom;
import java.util.HexFormat;

/** A user and a password, in the words of Kafka's login modules. */
record Credentials(String user, String password) {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** No two brokers have one password, so what works with one broker is refused by another. */
  static Credentials random() {
    return new Credentials("weir", randomPassword());
  }

  static String randomPassword() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** What a client logs in with: a value of {@code sasl.jaas.config}. */
  String jaasOfClient(String mechanism) {
    return module(mechanism)
        + " required username="
        + quoted(user)
        + " password="
        + quoted(password)
        + ";";
  }

  /** What a broker knows: with PLAIN the password itself, with SCRAM nothing, as it is stored. */
  String jaasOfBroker(String mechanism) {
    return module(mechanism)
        + " required"
        + (mechanism.equals("PLAIN") ? " user_" + user + "=" + quoted(password) : "")
        + ";";
  }

  private static String module(String mechanism) {
    return "org.apache.kafka.common.security."
        + (mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule");
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  @Override
  public String toString() {
    return "user '" + user + "'";
  }
}
