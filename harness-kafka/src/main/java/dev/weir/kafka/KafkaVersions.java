package dev.weir.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions that the build knows, and writes into a resource. */
final class KafkaVersions {

  /** The embedded broker's, and that of the image which containers run by default. */
  static final String BROKER = read("broker");

  private KafkaVersions() {}

  private static String read(String name) {
    Properties versions = new Properties();
    try (InputStream in = KafkaVersions.class.getResourceAsStream("versions.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions.getProperty(name);
  }
}
