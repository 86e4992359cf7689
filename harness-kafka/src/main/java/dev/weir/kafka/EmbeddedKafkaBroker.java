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
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
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
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class EmbeddedKafkaBroker extends ClusterBroker {

  private static final System.Logger LOG = System.getLogger(EmbeddedKafkaBroker.class.getName());
  private static final String ENTRY = "dev.weir.kafka.broker.EmbeddedClusterEntry";

  private final Map<String, Object> cluster;
  private final BrokerClassLoader loader;
  private final BrokerFolder folder;
  private final BrokerTraces traces;
  private final Duration timeout;
  private final int brokers;
  private final Set<Integer> stopped = new ConcurrentSkipListSet<>();
  private boolean shared;
  private final Thread atJvmEnd = new Thread(this::close, "weir-kafka-at-jvm-end");

  private EmbeddedKafkaBroker(
      Map<String, Object> cluster,
      BrokerClassLoader loader,
      BrokerFolder folder,
      ListenerSecurity security,
      Duration timeout) {
    super(security.clientProperties((String) answer(cluster, "bootstrapServers")), timeout);
    this.cluster = cluster;
    this.loader = loader;
    this.folder = folder;
    this.timeout = timeout;
    this.brokers = bootstrapServers().split(",", -1).length;
    this.traces = new BrokerTraces(loader, clients().idPrefix(), ports(), folder.path());
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
   * Starts a cluster of one to three brokers, each on a free port. With three, a topic can have
   * three replicas, and one broker can go away: {@link #stopBroker}.
   *
   * @throws KafkaHarnessException if it does not start within 30 seconds
   */
  public static EmbeddedKafkaBroker start(int brokers) {
    if (brokers < 1 || brokers > 3) {
      throw new KafkaHarnessException(BrokerMessages.numberOfBrokers(brokers));
    }
    return start(EmbeddedKafkaOptions.DEFAULT.withBrokers(brokers));
  }

  /** From here on tests share it, and none may do harm to it. */
  EmbeddedKafkaBroker sharedByTests() {
    shared = true;
    return this;
  }

  /** How many brokers the cluster has, running or not; their numbers count from 1. */
  public int brokers() {
    return brokers;
  }

  /**
   * Stops a broker as an orderly shutdown does: it first hands its partitions over to other
   * replicas. Comes back when it is down; one that is down already is left so.
   *
   * @param number from 1
   * @throws KafkaHarnessException if there is no such broker, or other tests use the cluster too:
   *     see {@link KafkaTest#own()}
   */
  public void stopBroker(int number) {
    change("stop", number, true);
  }

  /**
   * Lets a broker vanish without a word, as a crash does: the others notice that it is silent after
   * its session timeout, 3 seconds, and choose new leaders then. (Its files are closed in order;
   * what it had acknowledged is still there when it starts again.)
   *
   * @param number from 1
   * @throws KafkaHarnessException as {@link #stopBroker} does
   */
  public void killBroker(int number) {
    change("kill", number, true);
  }

  /**
   * Starts a broker again, at the same address and with the records that it had. Comes back when it
   * serves; one that runs is left so.
   *
   * @param number from 1
   * @throws KafkaHarnessException if there is no such broker, or it does not start
   */
  public void startBroker(int number) {
    change("start", number, false);
  }

  private synchronized void change(String what, int number, boolean down) {
    if (number < 1 || number > brokers) {
      throw new KafkaHarnessException(BrokerMessages.noSuchBroker(number, brokers));
    }
    if (shared) {
      throw new KafkaHarnessException(BrokerMessages.sharedCluster(what, number));
    }
    if (stopped.contains(number) == down) {
      return;
    }
    admin().comingBack(!down);
    try {
      BrokerThread.call(
          "weir-kafka-" + what,
          loader,
          timeout,
          () -> {
            ((IntConsumer) answer(what)).accept(number);
            return true;
          });
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaHarnessException(
          BrokerMessages.notChanged(what, number, e instanceof TimeoutException ? e : e.getCause()),
          e);
    } finally {
      admin().comingBack(false);
    }
    if (down) {
      stopped.add(number);
    } else {
      stopped.remove(number);
    }
  }

  @Override
  public String describe() {
    return "embedded Kafka "
        + answer("version")
        + ", "
        + (brokers == 1 ? "1 broker" : brokers + " brokers")
        + " at "
        + bootstrapServers();
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
    return answer(cluster, key);
  }

  private static Object answer(Map<String, Object> cluster, String key) {
    Object value = cluster.get(key);
    if (value == null) {
      throw new IllegalStateException("the broker's entry gave no " + key);
    }
    return value;
  }

  @Override
  boolean isOurs() {
    return true;
  }

  @Override
  void heal() {
    stopped.forEach(this::startBroker);
  }

  /** Stops the cluster and deletes what it wrote. */
  @Override
  void shutDown() {
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
}
