package dev.weir.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the Kafka clients that the harness itself uses, all bounded in time. They are of the
 * version that Spark's Kafka source brings, as the job's own are.
 */
final class KafkaClients {

  private static final AtomicInteger INSTANCES = new AtomicInteger();

  private final Map<String, String> properties;
  private final Duration timeout;
  private final String prefix = "weir-" + INSTANCES.incrementAndGet() + "-";
  private final AtomicInteger made = new AtomicInteger();

  /**
   * Makes nothing yet.
   *
   * @param properties what a client needs in order to connect
   * @param timeout how long any call may take
   */
  KafkaClients(Map<String, String> properties, Duration timeout) {
    this.properties = Map.copyOf(properties);
    this.timeout = timeout;
  }

  Map<String, String> properties() {
    return properties;
  }

  Duration timeout() {
    return timeout;
  }

  /** How the ids of all these clients begin, and of no others; their threads are named after it. */
  String idPrefix() {
    return prefix;
  }

  Admin admin() {
    Map<String, Object> config = common();
    config.put("default.api.timeout.ms", millis());
    return Admin.create(config);
  }

  Producer<byte[], byte[]> producer() {
    return producer(common());
  }

  /** One whose records are in transactions; the broker waits ten minutes for an end of them. */
  Producer<byte[], byte[]> transactionalProducer(String transactionalId) {
    Map<String, Object> config = common();
    config.put("transactional.id", transactionalId);
    config.put("transaction.timeout.ms", "600000");
    return producer(config);
  }

  private Producer<byte[], byte[]> producer(Map<String, Object> config) {
    config.put("acks", "all");
    config.put("enable.idempotence", "true");
    config.put("delivery.timeout.ms", millis());
    config.put("max.block.ms", millis());
    config.put("linger.ms", "0");
    // A refused request is repeated before the next one leaves.
    config.put("max.in.flight.requests.per.connection", "1");
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A consumer that belongs to no group and commits nothing: reading leaves no trace. */
  Consumer<byte[], byte[]> consumer(IsolationLevel isolation) {
    Map<String, Object> config = common();
    config.put("isolation.level", isolation.toString().toLowerCase(Locale.ROOT));
    config.put("default.api.timeout.ms", millis());
    config.put("enable.auto.commit", "false");
    config.put("auto.offset.reset", "none");
    config.put("allow.auto.create.topics", "false");
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A lost answer is asked for again after a third of the time, not after Kafka's 30 seconds. */
  private Map<String, Object> common() {
    Map<String, Object> config = new HashMap<>(properties);
    config.put("client.id", prefix + made.incrementAndGet());
    config.put("request.timeout.ms", String.valueOf(Math.max(1, timeout.toMillis() / 3)));
    return config;
  }

  private String millis() {
    return String.valueOf(timeout.toMillis());
  }
}
