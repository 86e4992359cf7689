package dev.weir.kafka;

import dev.weir.internal.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
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
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class ContainerKafkaBroker extends ClusterBroker {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration START = Duration.ofSeconds(60);

  private final KafkaContainer container;

  private final BrokerFolder folder;

  private ContainerKafkaBroker(
      KafkaContainer container, ContainerSecurity security, BrokerFolder folder) {
    super(security.clientProperties(container.getBootstrapServers()), TIMEOUT);
    this.container = container;
    this.folder = folder;
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
    return start(image, KafkaSecurity.NONE, Map.of());
  }

  static ContainerKafkaBroker start(
      String image, KafkaSecurity wanted, Map<String, String> properties) {
    require(ContainerEngine.here());
    ContainerImage.require(image);
    BrokerFolder folder = folder();
    try {
      ContainerSecurity security = ContainerSecurity.create(wanted, folder.path());
      return new ContainerKafkaBroker(started(image, security, properties), security, folder);
    } catch (RuntimeException e) {
      attempt("delete the certificates", folder);
      throw e;
    }
  }

  /** For the certificates, which clients on this side need too. */
  private static BrokerFolder folder() {
    Path parent = EmbeddedKafkaOptions.DEFAULT.parentFolder();
    try {
      return BrokerFolder.create(parent);
    } catch (IOException e) {
      throw new KafkaHarnessException(KafkaMessages.folderNotWritable(parent, e), e);
    }
  }

  private static KafkaContainer started(
      String image, ContainerSecurity security, Map<String, String> properties) {
    ContainerLog log = new ContainerLog();
    KafkaContainer container = container(image, security, properties, log);
    // Seconds, and minutes where the image is not there yet.
    try (Progress progress = Progress.of("start of Kafka in a container", 1)) {
      progress.step(image);
      container.start();
    } catch (RuntimeException e) {
      attempt("remove the container", container);
      throw new KafkaHarnessException(
          BrokerMessages.containerNotStarted(image, e, log.lastLines()), e);
    }
    try {
      security.createUser(container.getBootstrapServers(), TIMEOUT);
      return container;
    } catch (RuntimeException e) {
      attempt("remove the container", container);
      throw e;
    }
  }

  static void require(ContainerEngine engine) {
    engine
        .problem()
        .ifPresent(
            problem -> {
              throw new KafkaHarnessException(BrokerMessages.noContainer(problem));
            });
  }

  @SuppressWarnings("resource") // The caller closes it.
  private static KafkaContainer container(
      String image, ContainerSecurity security, Map<String, String> properties, ContainerLog log) {
    DockerImageName name = DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka");
    KafkaContainer container =
        new LoopbackKafkaContainer(name, security.files())
            .withLogConsumer(log)
            .withEnv(security.environment())
            .waitingFor(log.withStartupTimeout(START));
    Map<String, String> all = new TreeMap<>(BrokerProperties.AS_IN_TESTS);
    all.putAll(security.properties());
    all.putAll(properties);
    all.forEach(
        (property, value) -> container.withEnv(BrokerProperties.environmentName(property), value));
    return container;
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
    attempt("delete the certificates", folder);
  }
}
