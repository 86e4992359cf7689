package dev.weir.kafka.broker;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * One to several brokers in KRaft mode, on the loopback interface, in this JVM.
 *
 * <p>A single broker is its own controller, which starts fastest. Several brokers get a controller
 * beside them, so that each of them can go away while the metadata stay.
 *
 * <p>A controller tells its port through a future once it has bound it: ports are never chosen
 * before they are bound, so no two clusters race for one.
 */
final class EmbeddedCluster implements AutoCloseable {

  private static final int CONTROLLER_ID = 100;

  private final List<Node> nodes = new ArrayList<>();

  private EmbeddedCluster() {}

  static EmbeddedCluster start(
      Path folder,
      List<Integer> ports,
      Map<String, String> properties,
      List<String> scramUsers,
      Faults faults) {
    EmbeddedCluster cluster = new EmbeddedCluster();
    String clusterId = Uuid.randomUuid().toString();
    CompletableFuture<Map<Integer, InetSocketAddress>> voters = new CompletableFuture<>();
    int brokers = ports.size();
    int controllerId = brokers == 1 ? 1 : CONTROLLER_ID;
    try {
      if (brokers > 1) {
        cluster.start(
            new Node(
                NodeConfig.controller(folder, controllerId),
                clusterId,
                voters,
                scramUsers,
                faults,
                properties));
      }
      for (int id = 1; id <= brokers; id++) {
        NodeConfig config =
            new NodeConfig(
                folder, id, true, id == controllerId, controllerId, ports.get(id - 1), 0, brokers);
        cluster.start(new Node(config, clusterId, voters, scramUsers, faults, properties));
      }
      return cluster;
    } catch (Throwable failure) {
      cluster.closeAfter(failure);
      throw failure;
    }
  }

  private void start(Node node) {
    nodes.add(node);
    node.start();
  }

  /** A broker by its number, from 1. */
  Node node(int id) {
    return nodes.stream().filter(node -> node.id() == id).findFirst().orElseThrow();
  }

  String bootstrapServers() {
    return nodes.stream()
        .flatMap(node -> node.brokerPort().stream())
        .map(port -> NodeConfig.HOST + ":" + port)
        .collect(Collectors.joining(","));
  }

  List<Integer> ports() {
    return nodes.stream().flatMap(node -> node.ports().stream()).toList();
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Brokers first: a broker takes its leave from the controller. */
  @Override
  public void close() {
    List<Node> inReverse = new ArrayList<>(nodes);
    Collections.reverse(inReverse);
    nodes.clear();
    RuntimeException failure = null;
    for (Node node : inReverse) {
      try {
        node.close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
