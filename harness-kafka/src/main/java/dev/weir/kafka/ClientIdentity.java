package dev.weir.kafka;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Where a client connects to, how, and as whom: all that may be told of its properties. Its
 * passwords are not here.
 *
 * @param user as its login has it; empty if it has none
 * @param truststore empty if it trusts whom the JDK trusts
 */
record ClientIdentity(
    String bootstrapServers, String protocol, String mechanism, String user, String truststore) {

  /** A client whose properties nobody has. */
  static final ClientIdentity UNKNOWN = new ClientIdentity("", "", "", "", "");

  private static final Pattern USER =
      Pattern.compile("\\busername\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;]+))");

  static ClientIdentity of(Map<String, String> properties) {
    return new ClientIdentity(
        properties.getOrDefault("bootstrap.servers", ""),
        properties.getOrDefault("security.protocol", "PLAINTEXT"),
        properties.getOrDefault("sasl.mechanism", "GSSAPI"),
        USER.matcher(properties.getOrDefault("sasl.jaas.config", ""))
            .results()
            .map(ClientIdentity::user)
            .findFirst()
            .orElse(""),
        properties.getOrDefault("ssl.truststore.location", ""));
  }

  private static String user(MatchResult jaas) {
    return jaas.group(1) == null ? jaas.group(2) : jaas.group(1).replaceAll("\\\\(.)", "$1");
  }
}
