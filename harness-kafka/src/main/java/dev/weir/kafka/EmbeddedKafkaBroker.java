package dev.weir.kafka;

import java.io.IOException;
import java.net.BindException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka cluster in this JVM, on the loopback interface, in KRaft mode.
 *
 * <p>It runs in a class loader of its own: no class of the broker is on the tests' class path, so
 * its Kafka clients, its Jackson and its Scala meet nobody else's. Everything it writes is in one
 * temporary folder. Closing it ends its threads, frees its ports and deletes the folder.
 *
 * <p>With JUnit, {@link KafkaTest} starts one for the whole run. Elsewhere:
 *
 * <pre>{@code
 * try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start();
 *     KafkaTopic people = broker.createTopic("people", 3)) {
 *   people.send("{\"id\":\"1\"}");
 * }
 * }</pre>
 */
public final class EmbeddedKafkaBroker implements KafkaBroker, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(EmbeddedKafkaBroker.class.getName());
  private static final String ENTRY = "dev.weir.kafka.broker.EmbeddedClusterEntry";

  private final Map<String, Object> cluster;
  private final BrokerClassLoader loader;
  private final BrokerFolder folder;
  private final BrokerTraces traces;
  private final KafkaClients clients;
  private final TopicAdmin admin;
  private final Duration timeout;
  private final Thread atJvmEnd = new Thread(this::close, "weir-kafka-at-jvm-end");
  private final Queue<BrokerTopic> topics = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedKafkaBroker(
      Map<String, Object> cluster,
      BrokerClassLoader loader,
      BrokerFolder folder,
      ListenerSecurity security,
      Duration timeout) {
    this.cluster = cluster;
    this.loader = loader;
    this.folder = folder;
    this.timeout = timeout;
    this.clients = new KafkaClients(security.clientProperties(bootstrapServers()), timeout);
    this.traces = new BrokerTraces(loader, clients.idPrefix(), ports(), folder.path());
    this.admin = new TopicAdmin(clients);
  }

  /**
   * Starts a cluster of one broker on a free port.
   *
   * @throws KafkaHarnessException if it does not start within 30 seconds
   */
  public static EmbeddedKafkaBroker start() {
    return start(EmbeddedKafkaOptions.DEFAULT);
  }

  static EmbeddedKafkaBroker start(EmbeddedKafkaOptions options) {
    Path parent = options.parentFolder();
    BrokerFolder folder;
    try {
      folder = BrokerFolder.create(parent);
    } catch (IOException e) {
      throw new KafkaHarnessException(KafkaMessages.folderNotWritable(parent, e), e);
    }
    try {
      return start(options, folder);
    } catch (RuntimeException | Error e) {
      deleteAfter(e, folder);
      throw e;
    }
  }

  private static EmbeddedKafkaBroker start(EmbeddedKafkaOptions options, BrokerFolder folder) {
    ClassLoader tests = EmbeddedKafkaBroker.class.getClassLoader();
    List<URL> jars;
    try {
      Files.createDirectories(folder.path().resolve("data"));
      jars = new BrokerJars(tests).extractTo(folder.path().resolve("jars"));
    } catch (IOException e) {
      throw new KafkaHarnessException(KafkaMessages.folderNotWritable(folder.path(), e), e);
    }
    ListenerSecurity security =
        ListenerSecurity.create(options.security(), folder.path().resolve("security"));
    BrokerClassLoader loader = new BrokerClassLoader(jars, tests);
    try {
      Map<String, Object> cluster =
          BrokerThread.call(
              "weir-kafka-start",
              loader,
              options.timeout(),
              () -> entry(loader).apply(request(options, security, folder.path().resolve("data"))));
      EmbeddedKafkaBroker broker =
          new EmbeddedKafkaBroker(cluster, loader, folder, security, options.timeout());
      Runtime.getRuntime().addShutdownHook(broker.atJvmEnd);
      return broker;
    } catch (ExecutionException e) {
      throw closeAfter(notStarted(options, e.getCause()), loader);
    } catch (TimeoutException e) {
      String stack = String.valueOf(e.getMessage());
      throw closeAfter(
          new KafkaHarnessException(KafkaMessages.notStartedInTime(options.timeout(), stack), e),
          loader);
    }
  }

  @SuppressWarnings("unchecked") // The other side of the door says so.
  private static Function<Map<String, String>, Map<String, Object>> entry(ClassLoader loader)
      throws ReflectiveOperationException {
    return (Function<Map<String, String>, Map<String, Object>>)
        loader.loadClass(ENTRY).getDeclaredConstructor().newInstance();
  }

  private static Map<String, String> request(
      EmbeddedKafkaOptions options, ListenerSecurity security, Path folder) {
    Map<String, String> request = new HashMap<>(security.brokerRequest());
    request.put("folder", folder.toString());
    request.put(
        "ports", options.ports().stream().map(String::valueOf).collect(Collectors.joining(",")));
    options.properties().forEach((name, value) -> request.put("property." + name, value));
    return request;
  }

  private static KafkaHarnessException notStarted(
      EmbeddedKafkaOptions options, @Nullable Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof BindException) {
        return new KafkaHarnessException(KafkaMessages.portTaken(options.ports()), cause);
      }
    }
    return new KafkaHarnessException(KafkaMessages.notStarted(cause), cause);
  }

  private static KafkaHarnessException closeAfter(
      KafkaHarnessException failure, BrokerClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private static void deleteAfter(Throwable failure, BrokerFolder folder) {
    try {
      folder.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Creates a topic and waits until it can be written and read. Closing the topic deletes it.
   *
   * @param partitions at least 1
   * @throws KafkaHarnessException if there is such a topic, or the broker refuses to create it
   */
  public KafkaTopic createTopic(String name, int partitions) {
    BrokerTopic topic = BrokerTopic.create(name, partitions, clients, admin);
    topics.removeIf(BrokerTopic::isClosed);
    topics.add(topic);
    return topic;
  }

  @Override
  public String bootstrapServers() {
    return (String) answer("bootstrapServers");
  }

  @Override
  public Map<String, String> clientProperties() {
    return clients.properties();
  }

  @Override
  public String describe() {
    int brokers = bootstrapServers().split(",", -1).length;
    return "embedded Kafka "
        + answer("version")
        + ", "
        + (brokers == 1 ? "1 broker" : brokers + " brokers")
        + " at "
        + bootstrapServers();
  }

  @Override
  public String toString() {
    return describe();
  }

  KafkaClients clients() {
    return clients;
  }

  TopicAdmin admin() {
    return admin;
  }

  BrokerTraces traces() {
    return traces;
  }

  /** What the brokers reported as fatal: it would have ended a production broker's process. */
  @SuppressWarnings("unchecked") // The other side of the door says so.
  List<String> faults() {
    return ((Supplier<List<String>>) answer("faults")).get();
  }

  @SuppressWarnings("unchecked") // The other side of the door says so.
  private List<Integer> ports() {
    return (List<Integer>) answer("ports");
  }

  private Object answer(String key) {
    Object value = cluster.get(key);
    if (value == null) {
      throw new IllegalStateException("the broker's entry gave no " + key);
    }
    return value;
  }

  /**
   * Stops the cluster and deletes what it wrote; does nothing the second time. Whatever it cannot
   * get rid of is logged and not thrown: the tests have their results by then.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    topics.forEach(topic -> attempt("close the clients of " + topic, topic::closeClients));
    attempt("close the admin client", admin);
    attempt(
        "stop the broker",
        () ->
            BrokerThread.call(
                "weir-kafka-stop",
                loader,
                timeout,
                () -> {
                  ((AutoCloseable) answer("close")).close();
                  return true;
                }));
    attempt("close the broker's class loader", loader);
    attempt("delete the broker's folder", folder);
    attempt("forget the shutdown hook", this::forgetShutdownHook);
    List<String> left = traces.leftAfter(Duration.ofSeconds(5));
    if (!left.isEmpty()) {
      LOG.log(System.Logger.Level.WARNING, KafkaMessages.leftBehind(left));
    }
  }

  private void forgetShutdownHook() {
    if (Thread.currentThread() != atJvmEnd) {
      Runtime.getRuntime().removeShutdownHook(atJvmEnd);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // The next step is due whatever befell this one.
  private static void attempt(String what, AutoCloseable step) {
    try {
      step.close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, "could not " + what, e);
    }
  }
}
