package dev.weir.kafka.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

  private final NodeConfig config;
  private final String clusterId;
  private final CompletableFuture<Map<Integer, InetSocketAddress>> voters;
  private final List<String> scramUsers;
  private final Faults faults;
  private ControllerServer controller;
  private BrokerServer broker;

  Node(
      NodeConfig config,
      String clusterId,
      CompletableFuture<Map<Integer, InetSocketAddress>> voters,
      List<String> scramUsers,
      Faults faults) {
    this.config = config;
    this.clusterId = clusterId;
    this.voters = voters;
    this.scramUsers = scramUsers;
    this.faults = faults;
  }

  void start(Map<String, String> overrides) {
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
    if (controller != null) {
      ports.add(
          controller
              .socketServer()
              .boundPort(ListenerName.normalised(NodeConfig.CONTROLLER_LISTENER)));
    }
    return ports;
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
