package dev.weir.kafka;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Where the Kafka of a test runs.
 *
 * <p>{@link KafkaTest#broker()} names one. {@link #DEFAULT}, which it is without being named, is
 * the configuration parameter {@code weir.kafka.broker} (a system property, or a line of {@code
 * junit-platform.properties}), else the environment variable {@code WEIR_KAFKA_BROKER}, else {@link
 * #EMBEDDED}. Their values are these names in lower case with hyphens: {@code
 * container-or-embedded}.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public enum BrokerKind {
  /** What the run is set to; {@link #EMBEDDED} if it is set to nothing. */
  DEFAULT,

  /**
   * No broker: a topic is a memory input whose rows have the columns of Spark's Kafka source. For
   * the logic of a job, in milliseconds; it has no offsets options, no transactions, no sink.
   */
  MEMORY,

  /** A cluster of one to three brokers in this JVM. */
  EMBEDDED,

  /**
   * One broker in a container, by Testcontainers ({@code org.testcontainers:testcontainers-kafka},
   * which the tests' class path must have). Where no container engine runs the test fails and says
   * so.
   */
  CONTAINER,

  /**
   * {@link #CONTAINER} where a container engine runs, else {@link #EMBEDDED}; a line says which.
   */
  CONTAINER_OR_EMBEDDED,

  /**
   * A cluster that is there already. The parameter {@code weir.kafka.bootstrap.servers}, or the
   * variable {@code WEIR_KAFKA_BOOTSTRAP_SERVERS}, says where; {@code
   * weir.kafka.client.properties}, or {@code WEIR_KAFKA_CLIENT_PROPERTIES}, may name a properties
   * file with what else a client needs. Of the topics that are there the harness touches none.
   */
  EXTERNAL
}
