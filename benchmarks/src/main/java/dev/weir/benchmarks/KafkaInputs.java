package dev.weir.benchmarks;

import dev.weir.kafka.EmbeddedKafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A topic of one partition for each test, on one broker for all. */
final class KafkaInputs implements Inputs.Source, AutoCloseable {
  private static final AtomicInteger TOPICS = new AtomicInteger();

  private final EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start();
  private final Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  private final KafkaProducer<String, String> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", broker.bootstrapServers()),
          new StringSerializer(),
          new StringSerializer());

  @Override
  public Inputs open(Work work, SparkSession spark) {
    String topic = "lines" + TOPICS.incrementAndGet();
    admin
        .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
        .all()
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return new Inputs() {
      @Override
      public Dataset<Row> result() {
        return work.query()
            .apply(
                List.of(
                    spark
                        .readStream()
                        .format("kafka")
                        .option("kafka.bootstrap.servers", broker.bootstrapServers())
                        .option("subscribe", topic)
                        .option("startingOffsets", "earliest")
                        .load()));
      }

      @Override
      public void add(List<List<String>> batch) {
        try {
          for (String line : batch.get(0)) {
            producer.send(new ProducerRecord<>(topic, line)).get();
          }
        } catch (ExecutionException | InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
    broker.close();
  }
}
