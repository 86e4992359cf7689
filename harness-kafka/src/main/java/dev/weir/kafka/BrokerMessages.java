package dev.weir.kafka;

import static dev.weir.kafka.KafkaMessages.seconds;
import static dev.weir.kafka.KafkaMessages.see;
import static dev.weir.kafka.KafkaMessages.why;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The texts about which broker a test gets, and why it does not get it. */
final class BrokerMessages {
  private BrokerMessages() {}

  static String unknownKind(BrokerSettings.Setting setting) {
    return setting.by()
        + " is '"
        + setting.value()
        + "', which is no kind of broker. It is one of: memory, embedded, container,"
        + " container-or-embedded, external."
        + see("kafka-broker-kind");
  }

  static String noAddress() {
    return "An external Kafka cluster was asked for, but nothing says where it is. Set"
        + " weir.kafka.bootstrap.servers (or WEIR_KAFKA_BOOTSTRAP_SERVERS) to its host:port, or"
        + " weir.kafka.client.properties (or WEIR_KAFKA_CLIENT_PROPERTIES) to a file with"
        + " bootstrap.servers in it."
        + see("kafka-external");
  }

  static String clientProperties(BrokerSettings.Setting setting, Throwable cause) {
    return "The Kafka client properties in '"
        + setting.value()
        + "' ("
        + setting.by()
        + ") cannot be read: "
        + why(cause)
        + "."
        + see("kafka-external");
  }

  static String noAnswer(String address, String timeout, @Nullable Throwable cause) {
    return "The Kafka cluster at "
        + address
        + " did not answer within "
        + timeout
        + ": "
        + why(cause)
        + ". Check the address, whether the cluster runs, and that its listeners want no other"
        + " security.protocol."
        + see("kafka-external");
  }

  /** After a topic's description, in the text of a step that waits for it. */
  static String outage(String address, @Nullable Throwable cause) {
    return "cannot be reached: no broker answers at " + address + " (" + why(cause) + ")";
  }

  static String noLeader(List<Integer> partitions) {
    return "cannot be read or written: no broker leads "
        + (partitions.size() == 1 ? "partition " : "the partitions ")
        + String.join(", ", partitions.stream().map(String::valueOf).toList())
        + ", since the brokers that have replicas of it are down";
  }

  static String topicGone() {
    return "does not exist any more: somebody deleted it";
  }

  static String noTestcontainers() {
    return "org.testcontainers:testcontainers-kafka is not on the tests' class path";
  }

  static String noEngine(Throwable cause) {
    return "Testcontainers found no container engine (" + why(cause) + ")";
  }

  /** Spark 3.3 and 3.4 bring Jackson's annotations without what Testcontainers 2 asks for. */
  static String olderLibrary(LinkageError cause) {
    return "Testcontainers fits no library of the tests' class path ("
        + cause.getClass().getSimpleName()
        + ": "
        + cause.getMessage()
        + "). With Spark 3.4 and older, give com.fasterxml.jackson.core:jackson-annotations the"
        + " version 2.15.2 or a newer one";
  }

  static String noImage(String image, @Nullable Throwable cause) {
    return "the image " + image + " is not here and cannot be pulled (" + why(cause) + ")";
  }

  static String noContainer(String problem) {
    return "A Kafka broker in a container was asked for, and cannot be had: "
        + problem
        + ". Add the library, or start the engine; or ask for 'container-or-embedded', which takes"
        + " the embedded broker then."
        + see("kafka-container");
  }

  static String containerTestsNotRun(String problem) {
    return "Weir: tests with Kafka in a container are NOT RUN: " + problem;
  }

  static String pulling(String image) {
    return "Weir: pulling the image " + image;
  }

  static String notPulled(String image, Throwable cause) {
    return "The image "
        + image
        + " is not here and cannot be pulled: "
        + why(cause)
        + ". Check the name (@KafkaTest(image), weir.kafka.image, WEIR_KAFKA_IMAGE) and the"
        + " registry."
        + see("kafka-container");
  }

  static String notPulledInTime(String image, Duration timeout) {
    return "The image "
        + image
        + " was not pulled within "
        + seconds(timeout)
        + ". Pull it before the tests: docker pull "
        + image
        + see("kafka-container");
  }

  static String containerNotStarted(String image, Throwable cause, String log) {
    return "The container of "
        + image
        + " did not become a Kafka broker: "
        + why(rootOf(cause))
        + "."
        + (log.isEmpty() ? "" : " Its last lines:\n" + log + "\n")
        + see("kafka-container").substring(log.isEmpty() ? 0 : 1);
  }

  static String noBroker(String wanted) {
    return "There is no broker: the topics of this test are memory inputs (weir.kafka.broker, or the"
        + " test's annotation, says 'memory'), and these have no "
        + wanted
        + ". Ask for EMBEDDED in this test, or read the topic by readStream()."
        + see("kafka-memory");
  }

  static String otherBroker(String element, String type, String broker) {
    return element
        + " is of the type "
        + type
        + ", but the tests run on another kind: "
        + broker
        + ". Take a KafkaBroker, or say which kind this test needs: @KafkaTest(broker = ...)."
        + see("kafka-broker-kind");
  }

  static String inUse(String kind) {
    return "Weir: Kafka tests run on " + kind;
  }

  static String fellBack(String problem) {
    return "Weir: no Kafka broker in a container (" + problem + "); the embedded one is taken";
  }

  static String property(String property) {
    return "'"
        + property
        + "' is no property of a broker: write @KafkaTest(properties = \"name=value\")."
        + see("kafka-broker-kind");
  }

  static String ports(List<Integer> ports, int brokers) {
    return "A Kafka cluster of "
        + brokers
        + (brokers == 1 ? " broker" : " brokers")
        + " was asked for, on the ports "
        + ports
        + ". Name a port for each broker, or none."
        + see("kafka-broker-kind");
  }

  static String severalInContainer(int brokers) {
    return "A Kafka cluster of "
        + brokers
        + " brokers was asked for, in containers; a container is one broker. Ask for EMBEDDED,"
        + " which has up to three."
        + see("kafka-broker-kind");
  }

  static String numberOfBrokers(int brokers) {
    return "A Kafka cluster of "
        + brokers
        + " brokers was asked for. An embedded one has 1 to 3."
        + see("kafka-broker-kind");
  }

  static String noSuchBroker(int number, int brokers) {
    return "There is no broker "
        + number
        + ": the cluster has "
        + (brokers == 1 ? "one, number 1" : brokers + ", numbers 1 to " + brokers)
        + ". @KafkaTest(brokers = 3) gives three."
        + see("kafka-broker-stopped");
  }

  static String sharedCluster(String what, int number) {
    return "The test wants to "
        + what
        + " broker "
        + number
        + " of a cluster that other tests use as well. Give it one of its own:"
        + " @KafkaTest(own = true)."
        + see("kafka-broker-stopped");
  }

  static String notChanged(String what, int number, @Nullable Throwable cause) {
    return "The embedded cluster did not "
        + what
        + " broker "
        + number
        + ": "
        + why(cause)
        + ". What it said before is in the log of kafka.server."
        + see("kafka-broker-stopped");
  }

  static String tooFewOutside(String cluster, int wanted, int brokers) {
    return "The test wants a Kafka cluster of "
        + wanted
        + " brokers, but "
        + cluster
        + " has "
        + brokers
        + ". Ask for fewer, or for EMBEDDED."
        + see("kafka-broker-kind");
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
