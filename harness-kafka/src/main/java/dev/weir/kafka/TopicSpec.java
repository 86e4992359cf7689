package dev.weir.kafka;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A topic to be created; immutable.
 *
 * @param name the topic's exact name
 * @param partitions at least 1
 * @param replicas on how many brokers each partition is kept; 0 leaves it to the cluster's {@code
 *     default.replication.factor}
 * @param config topic configurations by name, such as {@code min.insync.replicas}
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record TopicSpec(String name, int partitions, int replicas, Map<String, String> config) {

  /** Checks nothing but nulls: what is wrong is said when the topic is created. */
  public TopicSpec {
    Objects.requireNonNull(name, "name");
    config = Map.copyOf(config);
  }

  /** A topic of one partition, all else as the cluster has it by default. */
  public static TopicSpec of(String name) {
    return new TopicSpec(name, 1, 0, Map.of());
  }

  /** The same with so many partitions. */
  public TopicSpec withPartitions(int newPartitions) {
    return new TopicSpec(name, newPartitions, replicas, config);
  }

  /** The same with so many replicas of each partition. */
  public TopicSpec withReplicas(int newReplicas) {
    return new TopicSpec(name, partitions, newReplicas, config);
  }

  /** The same with one more configuration, as Kafka names it. */
  public TopicSpec withConfig(String key, String value) {
    Map<String, String> more = new TreeMap<>(config);
    more.put(key, value);
    return new TopicSpec(name, partitions, replicas, more);
  }
}
