package dev.weir.kafka.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * The one door between the class path of the tests and the brokers' class loader.
 *
 * <p>Both sides know other classes by the same names, so everything that passes is a type of the
 * JDK. What goes in is a map of strings:
 *
 * <table>
 * <caption>What goes in</caption>
 * <tr><td>{@code folder}</td><td>an existing folder, under which everything is written</td></tr>
 * <tr><td>{@code ports}</td><td>one port for each broker, separated by commas, 0 for a free one</td></tr>
 * <tr><td>{@code listener.protocol}</td><td>what clients speak, PLAINTEXT if it is missing</td></tr>
 * <tr><td>{@code listener.property.<name>}</td><td>a property of the listener for clients, such as a keystore</td></tr>
 * <tr><td>{@code scram}</td><td>a user of SCRAM, as the tool kafka-storage takes it by --add-scram</td></tr>
 * <tr><td>{@code property.<name>}</td><td>a broker property, which wins over what is chosen here</td></tr>
 * </table>
 *
 * <p>What comes out is a map as well:
 *
 * <table>
 * <caption>What comes out</caption>
 * <tr><td>{@code bootstrapServers}</td><td>{@code String}</td></tr>
 * <tr><td>{@code ports}</td><td>{@code List<Integer>}: every port that is listened on</td></tr>
 * <tr><td>{@code version}</td><td>{@code String}: Kafka's</td></tr>
 * <tr><td>{@code faults}</td><td>{@code Supplier<List<String>>}: what the brokers reported as fatal</td></tr>
 * <tr><td>{@code stop}, {@code kill}, {@code start}</td><td>{@code IntConsumer}: of a broker's
 *     number, in order, without a word, and again at its old port</td></tr>
 * <tr><td>{@code close}</td><td>{@code AutoCloseable}: stops all nodes, deletes nothing</td></tr>
 * </table>
 */
public final class EmbeddedClusterEntry
    implements Function<Map<String, String>, Map<String, Object>> {

  private static final String PROPERTY = "property.";
  private static final String LISTENER_PROPERTY = "listener.property.";

  @Override
  public Map<String, Object> apply(Map<String, String> request) {
    List<Integer> ports = Stream.of(request.get("ports").split(",")).map(Integer::valueOf).toList();
    Map<String, String> properties =
        NodeConfig.clientListener(
            request.getOrDefault("listener.protocol", "PLAINTEXT"),
            under(LISTENER_PROPERTY, request));
    properties.putAll(under(PROPERTY, request));
    List<String> scramUsers = Optional.ofNullable(request.get("scram")).stream().toList();

    Faults faults = new Faults();
    faults.insteadOfEndingTheJvm();
    OwnSaslProvider logins = OwnSaslProvider.register();
    EmbeddedCluster cluster;
    try {
      cluster =
          EmbeddedCluster.start(
              Path.of(request.get("folder")), ports, properties, scramUsers, faults);
    } catch (Throwable failure) {
      leaveTheJvm(logins);
      throw failure;
    }

    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("bootstrapServers", cluster.bootstrapServers());
    answer.put("ports", cluster.ports());
    answer.put("version", AppInfoParser.getVersion());
    answer.put("faults", (Supplier<List<String>>) faults::reported);
    answer.put("stop", (IntConsumer) number -> cluster.node(number).stop());
    answer.put("kill", (IntConsumer) number -> cluster.node(number).kill());
    answer.put("start", (IntConsumer) number -> cluster.node(number).startAgain());
    answer.put("close", (AutoCloseable) () -> close(cluster, logins));
    return answer;
  }

  private static Map<String, String> under(String prefix, Map<String, String> request) {
    Map<String, String> found = new HashMap<>();
    request.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), value);
          }
        });
    return found;
  }

  private static void close(EmbeddedCluster cluster, OwnSaslProvider logins) {
    try {
      cluster.close();
    } finally {
      leaveTheJvm(logins);
    }
  }

  /** Takes away what is the JVM's and would hold on to this class loader. */
  private static void leaveTheJvm(OwnSaslProvider logins) {
    logins.close();
    Meters.stop();
  }
}
