package dev.weir.kafka;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * One Kafka broker in a container, by Testcontainers.
 *
 * <p>It wants {@code org.testcontainers:testcontainers-kafka} on the tests' class path. With JUnit,
 * {@link BrokerKind#CONTAINER} starts one for the whole run. Elsewhere:
 *
 * <pre>{@code
 * try (KafkaBroker broker = ContainerKafkaBroker.start("apache/kafka:3.9.1");
 *     KafkaTopic people = broker.createTopic("people", 3)) {
 *   people.send("{\"id\":\"1\"}");
 * }
 * }</pre>
 */
public final class ContainerKafkaBroker extends ClusterBroker {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration START = Duration.ofSeconds(60);
  private static final int KAFKA_PORT = 9092;

  private final KafkaContainer container;

  private ContainerKafkaBroker(KafkaContainer container) {
    super(Map.of("bootstrap.servers", container.getBootstrapServers()), TIMEOUT);
    this.container = container;
  }

  /** Starts a broker of the image that the run is set to: see {@link KafkaTest#image()}. */
  public static ContainerKafkaBroker start() {
    return start(BrokerSettings.ofTheJvm().image());
  }

  /**
   * Starts a broker.
   *
   * @param image an image that keeps the start contract of {@code apache/kafka}, with its tag
   * @throws KafkaHarnessException if Testcontainers is not on the class path, if no container
   *     engine runs, if the image cannot be had, or if the broker is not up within a minute
   */
  public static ContainerKafkaBroker start(String image) {
    return start(image, Map.of());
  }

  static ContainerKafkaBroker start(String image, Map<String, String> properties) {
    ContainerEngine.here()
        .problem()
        .ifPresent(
            problem -> {
              throw new KafkaHarnessException(BrokerMessages.noContainer(problem));
            });
    KafkaContainer container = container(image, properties);
    try {
      container.start();
    } catch (RuntimeException e) {
      String log = lastLines(container);
      attempt("remove the container", container);
      throw new KafkaHarnessException(BrokerMessages.containerNotStarted(image, e, log), e);
    }
    return new ContainerKafkaBroker(container);
  }

  @SuppressWarnings("resource") // The caller closes it.
  private static KafkaContainer container(String image, Map<String, String> properties) {
    DockerImageName name = DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka");
    KafkaContainer container =
        new KafkaContainer(name)
            .withStartupTimeout(START)
            .withCreateContainerCmdModifier(ContainerKafkaBroker::onLoopbackAlone);
    Map<String, String> all = new TreeMap<>(BrokerProperties.AS_IN_TESTS);
    all.putAll(properties);
    all.forEach(
        (property, value) -> container.withEnv(BrokerProperties.environmentName(property), value));
    return container;
  }

  /** Docker's own way is to let the whole network in. */
  private static void onLoopbackAlone(CreateContainerCmd command) {
    HostConfig host = command.getHostConfig();
    if (host == null) {
      throw new IllegalStateException("Testcontainers sets a host configuration");
    }
    command.withHostConfig(
        host.withPortBindings(
            new PortBinding(Ports.Binding.bindIp("127.0.0.1"), new ExposedPort(KAFKA_PORT))));
  }

  private static String lastLines(KafkaContainer container) {
    try {
      return BrokerMessages.lastLines(container.getLogs());
    } catch (RuntimeException e) {
      return ""; // There was no container yet.
    }
  }

  @Override
  public String describe() {
    return "Kafka in a container of "
        + container.getDockerImageName()
        + ", 1 broker at "
        + bootstrapServers();
  }

  @Nullable String containerId() {
    return container.getContainerId();
  }

  @Override
  boolean isOurs() {
    return true;
  }

  @Override
  void heal() {}

  @Override
  void shutDown() {
    attempt("remove the container", container);
  }
}
