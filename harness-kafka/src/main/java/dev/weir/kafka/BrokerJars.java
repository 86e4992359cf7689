package dev.weir.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The broker's jars, which lie as resources within the jar of harness-kafka-broker. */
final class BrokerJars {

  private static final String FOLDER = "META-INF/weir/broker/";

  private final ClassLoader resources;

  BrokerJars(ClassLoader resources) {
    this.resources = resources;
  }

  /**
   * Copies the jars into a folder, since a class loader cannot read a jar within a jar.
   *
   * @return where they are now
   */
  List<URL> extractTo(Path folder) throws IOException {
    List<URL> extracted = new ArrayList<>();
    Files.createDirectories(folder);
    for (String name : names()) {
      Path jar = folder.resolve(name);
      try (InputStream in = open(name)) {
        Files.copy(in, jar);
      }
      extracted.add(jar.toUri().toURL());
    }
    return extracted;
  }

  private List<String> names() throws IOException {
    try (InputStream in = open("index")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private InputStream open(String name) {
    InputStream in = resources.getResourceAsStream(FOLDER + name);
    if (in == null) {
      throw new KafkaHarnessException(KafkaMessages.brokerJarsMissing(FOLDER + name));
    }
    return in;
  }
}
