package dev.weir.kafka.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What makes a node: its place, its roles, its ports, and how it differs from production. */
record NodeConfig(
    Path folder,
    int id,
    boolean isBroker,
    boolean isController,
    int controllerId,
    int port,
    int controllerPort,
    int brokers) {

  /** An address, no name: what 'localhost' means is a matter of the machine. */
  static final String HOST = "127.0.0.1";

  static final String BROKER_LISTENER = "BROKER";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  /** For the brokers among themselves: what a test makes of the clients' listener is not theirs. */
  static final String INTERNAL_LISTENER = "INTERNAL";

  static NodeConfig controller(Path folder, int id) {
    return new NodeConfig(folder, id, false, true, id, 0, 0, 0);
  }

  /** The same node on the ports that it got, for when it starts again. */
  NodeConfig at(int newPort, int newControllerPort) {
    return new NodeConfig(
        folder, id, isBroker, isController, controllerId, newPort, newControllerPort, brokers);
  }

  Path dataFolder() {
    return folder.resolve("node-" + id);
  }

  Map<String, String> properties() {
    Map<String, String> p = new HashMap<>();
    p.put("node.id", String.valueOf(id));
    p.put("log.dirs", dataFolder().toString());
    p.put("process.roles", roles());
    p.put("listeners", listeners());
    p.put("controller.listener.names", CONTROLLER_LISTENER);
    // A placeholder: the true address comes through a future, once the port is bound.
    p.put("controller.quorum.voters", controllerId + "@0.0.0.0:0");
    if (isBroker) {
      p.put("inter.broker.listener.name", INTERNAL_LISTENER);
    }
    forTests(p);
    return p;
  }

  /**
   * What the listener that clients connect to speaks.
   *
   * @param properties of this listener alone, under the names that they have for all listeners
   */
  static Map<String, String> clientListener(String protocol, Map<String, String> properties) {
    Map<String, String> p = new HashMap<>();
    p.put(
        "listener.security.protocol.map",
        String.join(
            ",",
            BROKER_LISTENER + ":" + protocol,
            INTERNAL_LISTENER + ":PLAINTEXT",
            CONTROLLER_LISTENER + ":PLAINTEXT"));
    String prefix = "listener.name." + BROKER_LISTENER.toLowerCase(Locale.ROOT) + ".";
    properties.forEach((name, value) -> p.put(prefix + name, value));
    return p;
  }

  private String roles() {
    return isBroker && isController ? "broker,controller" : isBroker ? "broker" : "controller";
  }

  private String listeners() {
    String broker =
        BROKER_LISTENER + "://" + HOST + ":" + port + "," + INTERNAL_LISTENER + "://" + HOST + ":0";
    String controller = CONTROLLER_LISTENER + "://" + HOST + ":" + controllerPort;
    return isBroker && isController ? broker + "," + controller : isBroker ? broker : controller;
  }

  /** Each line says what it changes for a test, and nothing here changes what a client sees. */
  private void forTests(Map<String, String> p) {
    // A missing topic is an error, as it is on a well-kept production cluster.
    p.put("auto.create.topics.enable", "false");
    // Records of any event time stay: with Kafka's seven days, a test that sends records of 2020
    // would lose them as soon as the cleaner comes by.
    p.put("log.retention.ms", "-1");
    // A deleted topic leaves the disk at once, not after a minute.
    p.put("log.segment.delete.delay.ms", "0");
    // A consumer group starts at once, not after three seconds.
    p.put("group.initial.rebalance.delay.ms", "0");
    // Internal topics: one partition instead of fifty, as many replicas as there are brokers.
    String replicas = String.valueOf(Math.max(1, Math.min(3, brokers)));
    p.put("offsets.topic.num.partitions", "1");
    p.put("offsets.topic.replication.factor", replicas);
    p.put("transaction.state.log.num.partitions", "1");
    p.put("transaction.state.log.replication.factor", replicas);
    p.put("transaction.state.log.min.isr", brokers > 1 ? "2" : "1");
    // Less memory and fewer threads than a server's share.
    p.put("log.cleaner.dedupe.buffer.size", "2097152");
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    p.put("background.threads", "2");
    p.put("num.recovery.threads.per.data.dir", "1");
    // A broker that leaves is let go at the next heartbeat: not seconds later.
    p.put("broker.heartbeat.interval.ms", "100");
    // One that is silent is given up after three seconds, not nine.
    p.put("broker.session.timeout.ms", "3000");
    // A start that does not come to an end is a failure, not a hanging build.
    p.put("server.max.startup.time.ms", "60000");
    p.put("auto.include.jmx.reporter", "false");
  }
}
