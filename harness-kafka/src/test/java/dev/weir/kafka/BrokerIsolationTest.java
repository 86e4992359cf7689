package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing of the broker is on the tests' class path, and nothing of the tests' is on the broker's.
 */
@KafkaTest
class BrokerIsolationTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.server.KafkaRaftServer",
        "kafka.server.BrokerServer",
        "org.apache.kafka.controller.QuorumController",
        "org.apache.kafka.metadata.storage.Formatter"
      })
  void theTestsSeeNoBroker(String brokerClass) {
    assertThatThrownBy(() -> Class.forName(brokerClass)).isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void theClientsAreTheOnesThatSparkBrings(KafkaBroker broker) {
    Map<String, String> ofSpark = Map.of("3.3", "2.8.1", "3.4", "3.3.2", "3.5", "3.4.1");
    String spark = org.apache.spark.package$.MODULE$.SPARK_VERSION();
    assertThat(ofSpark)
        .containsEntry(spark.substring(0, spark.lastIndexOf('.')), AppInfoParser.getVersion());
    assertThat(broker.describe()).startsWith("embedded Kafka 3.9.1, ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org/apache/kafka/clients/consumer/KafkaConsumer.class",
        "com/fasterxml/jackson/databind/ObjectMapper.class",
        "scala/Option.class",
        "org/slf4j/Logger.class"
      })
  void theClassPathHasEachLibraryOnce(String resource) throws IOException {
    List<URL> found = Collections.list(getClass().getClassLoader().getResources(resource));

    assertThat(found).hasSize(1);
  }

  @Test
  void theBrokerSeesNoClassOfTheTestsExceptLogging(@TempDir Path folder) throws Exception {
    ClassLoader tests = getClass().getClassLoader();
    List<URL> jars = new BrokerJars(tests).extractTo(folder);

    try (BrokerClassLoader broker = new BrokerClassLoader(jars, tests)) {
      assertThat(broker.loadClass("org.slf4j.Logger")).isSameAs(org.slf4j.Logger.class);
      assertThat(broker.loadClass("com.fasterxml.jackson.databind.ObjectMapper").getClassLoader())
          .isSameAs(broker);
      assertThatThrownBy(() -> broker.loadClass("org.apache.spark.sql.SparkSession"))
          .isInstanceOf(ClassNotFoundException.class);
      assertThatThrownBy(() -> broker.loadClass("org.apache.logging.log4j.LogManager"))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  @Test
  void jarsThatAreExcludedAreNamed(@TempDir Path folder) {
    BrokerJars jars = new BrokerJars(ClassLoader.getPlatformClassLoader());

    assertThatThrownBy(() -> jars.extractTo(folder))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The embedded broker's jars are not on the class path: there is no resource"
                + " META-INF/weir/broker/index. It comes with dev.weir:harness-kafka-broker, a"
                + " dependency of harness-kafka: is it excluded?"
                + " See docs/errors/kafka-broker-jars-missing.md");
  }
}
