package dev.weir.kafka.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * One Kafka server in the role of a broker, of a controller, or of both.
 *
 * <p>These are the classes that Kafka's own server starts. Its outermost class, KafkaRaftServer, is
 * left out because it wants to know the controller's port before the port is bound, and because it
 * ends the JVM when something fails.
 */
final class Node implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private static final Duration PORT_IS_FREE = Duration.ofSeconds(10);

  private NodeConfig config;
  private final String clusterId;
  private final CompletableFuture<Map<Integer, InetSocketAddress>> voters;
  private final List<String> scramUsers;
  private final Faults faults;
  private final Map<String, String> overrides;
  private ControllerServer controller;
  private BrokerServer broker;

  Node(
      NodeConfig config,
      String clusterId,
      CompletableFuture<Map<Integer, InetSocketAddress>> voters,
      List<String> scramUsers,
      Faults faults,
      Map<String, String> overrides) {
    this.config = config;
    this.clusterId = clusterId;
    this.voters = voters;
    this.scramUsers = scramUsers;
    this.faults = faults;
    this.overrides = overrides;
  }

  int id() {
    return config.id();
  }

  void start() {
    Map<String, Object> properties = new HashMap<>(config.properties());
    properties.putAll(overrides);
    KafkaConfig kafka = new KafkaConfig(properties, false);
    format();

    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> formatted =
        KafkaRaftServer.initializeLogDirs(kafka, LOG, "[node " + config.id() + "] ");
    SharedServer shared =
        new SharedServer(
            kafka, formatted._1, Time.SYSTEM, new Metrics(), voters, List.of(), faults);
    if (config.isController()) {
      controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), formatted._2);
      var unused = controller.socketServerFirstBoundPortFuture().whenComplete(this::tellVoters);
    }
    if (config.isBroker()) {
      broker = new BrokerServer(shared);
    }
    if (controller != null) {
      controller.startup();
    }
    if (broker != null) {
      broker.startup();
    }
    config = config.at(brokerPort().orElse(0), controllerPort().orElse(0));
  }

  /** In order: its partitions get other leaders first, if there are other replicas. */
  void stop() {
    close();
    broker = null;
    controller = null;
  }

  /** Without a word to the controller, which is told by silence; the files are closed in order. */
  void kill() {
    // Closed, it takes no request to leave in order, and shutdown() waits for none.
    broker.lifecycleManager().close();
    stop();
  }

  /**
   * At the ports that it had, which clients know. A client that looks for it may hold such a port
   * for a moment: a connection from a free port to itself.
   */
  void startAgain() {
    long deadline = System.nanoTime() + PORT_IS_FREE.toNanos();
    while (true) {
      try {
        start();
        return;
      } catch (RuntimeException e) {
        stopAfter(e);
        if (!isPortTaken(e) || System.nanoTime() - deadline >= 0) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }

  private void stopAfter(RuntimeException failure) {
    try {
      stop();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static boolean isPortTaken(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  private void format() {
    try {
      Files.createDirectories(config.dataFolder());
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(config.id())
          .setClusterId(clusterId)
          .addDirectory(config.dataFolder().toString())
          .setMetadataLogDirectory(config.dataFolder().toString())
          .setControllerListenerName(NodeConfig.CONTROLLER_LISTENER)
          .setScramArguments(scramUsers)
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("formatting " + config.dataFolder() + " failed", e);
    }
  }

  private void tellVoters(Integer port, Throwable failure) {
    if (failure != null) {
      voters.completeExceptionally(failure);
    } else {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      voters.complete(Map.of(config.id(), new InetSocketAddress(loopback, port)));
    }
  }

  Optional<Integer> brokerPort() {
    return brokerPort(NodeConfig.BROKER_LISTENER);
  }

  private Optional<Integer> brokerPort(String listener) {
    return Optional.ofNullable(broker).map(b -> b.boundPort(ListenerName.normalised(listener)));
  }

  List<Integer> ports() {
    List<Integer> ports = new ArrayList<>();
    brokerPort().ifPresent(ports::add);
    brokerPort(NodeConfig.INTERNAL_LISTENER).ifPresent(ports::add);
    controllerPort().ifPresent(ports::add);
    return ports;
  }

  private Optional<Integer> controllerPort() {
    return Optional.ofNullable(controller)
        .map(
            c ->
                c.socketServer()
                    .boundPort(ListenerName.normalised(NodeConfig.CONTROLLER_LISTENER)));
  }

  /** The broker first: it takes its leave from the controller. */
  @Override
  public void close() {
    try {
      if (broker != null) {
        broker.shutdown();
      }
    } finally {
      if (controller != null) {
        controller.shutdown();
      }
    }
  }
}
