package dev.weir.benchmarks;

import dev.weir.kafka.ContainerKafkaBroker;
import dev.weir.kafka.EmbeddedKafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A JVM's first broker, until it has a topic: embedded, or in a container. */
final class KafkaBenchmark {
  private KafkaBenchmark() {}

  /**
   * Measures.
   *
   * @param arguments {@code embedded} or {@code container}
   */
  public static void main(String... arguments) throws Exception {
    long start = System.nanoTime();
    if (arguments[0].equals("embedded")) {
      try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start()) {
        topic(arguments[0], broker.bootstrapServers(), start);
      }
    } else {
      try (ContainerKafkaBroker broker = ContainerKafkaBroker.start()) {
        topic(arguments[0], broker.bootstrapServers(), start);
      }
    }
    System.exit(0);
  }

  private static void topic(String kind, String servers, long start) throws Exception {
    Properties settings = new Properties();
    settings.putAll(Map.of("bootstrap.servers", servers));
    try (Admin admin = Admin.create(settings)) {
      admin.createTopics(List.of(new NewTopic("first", 1, (short) 1))).all().get();
      Figures.print("kafka/" + kind, (System.nanoTime() - start) / 1e6);
    }
  }
}
