package dev.weir.kafka;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.query.QueryTimeoutException;
import dev.weir.query.TestQuery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Brokers that go away and come back, under a query that reads from them. */
@Tag("slow")
@KafkaTest
class StoppedBrokerTest {

  private static Dataset<Row> values(KafkaTopic topic) {
    return topic.readStream().selectExpr("CAST(value AS STRING) AS value");
  }

  private static void send(KafkaTopic topic, int from, int to) {
    topic.send(IntStream.range(from, to).mapToObj(i -> KafkaRecord.of("v" + i)).toList());
  }

  @Nested
  @KafkaTest(brokers = 3, own = true)
  class Three {

    @Test
    void nothingIsLostWhileOneOfThreeIsDown(
        StreamHarness harness,
        EmbeddedKafkaBroker cluster,
        @Topic(partitions = 3, replicas = 3, config = "min.insync.replicas=2") KafkaTopic topic) {
      TestQuery query = harness.start(values(topic), OutputMode.Append());
      send(topic, 0, 30);
      query.processAllAvailable();
      cluster.stopBroker(2);
      send(topic, 30, 60);
      query.processAllAvailable();
      cluster.startBroker(2);
      cluster.killBroker(1);
      send(topic, 60, 90);
      query.processAllAvailable();
      assertThat(query)
          .changeLog()
          .containsExactlyInAnyOrder(
              IntStream.range(0, 90).mapToObj(i -> "v" + i).toArray(Object[]::new));
      assertThat(topic.received()).hasSize(90);
    }

    @Test
    void tooFewInSyncReplicasAreAFailureToSend(
        EmbeddedKafkaBroker cluster,
        @Topic(replicas = 3, config = "min.insync.replicas=3") KafkaTopic topic) {
      cluster.stopBroker(3);
      KafkaClients impatient = new KafkaClients(cluster.clientProperties(), Duration.ofSeconds(2));
      try (var producer = impatient.producer()) {
        TopicWriter writer = new TopicWriter(topic.name(), producer);
        assertThatThrownBy(() -> writer.write(List.of(KafkaRecord.of("a"))))
            .isInstanceOf(KafkaHarnessException.class)
            .hasMessageStartingWith(
                "Record 1 of 1 was not written to the topic " + topic.name() + ", any partition: ");
      }
    }

    @RepeatedTest(2)
    void afterATestAllBrokersRunAgain(EmbeddedKafkaBroker cluster, KafkaTopic topic) {
      topic.send("a");
      assertThat(cluster.admin().brokers()).isEqualTo(3);
      cluster.stopBroker(3);
      assertThat(Await.until(Duration.ofSeconds(10), () -> cluster.admin().brokers() == 2))
          .isTrue();
    }
  }

  @Nested
  @KafkaTest(own = true)
  class One {

    @Test
    void killedInTheMiddleOfABatchAndBack(
        StreamHarness harness, EmbeddedKafkaBroker broker, KafkaTopic topic) {
      AtomicBoolean once = new AtomicBoolean();
      VoidFunction2<Dataset<Row>, Long> restarts =
          (rows, id) -> {
            if (once.compareAndSet(false, true)) {
              broker.killBroker(1);
              broker.startBroker(1);
            }
            rows.collectAsList();
          };
      TestQuery query = harness.start(values(topic).writeStream().foreachBatch(restarts));
      send(topic, 0, 20);
      query.processAllAvailable();
      send(topic, 20, 25);
      query.processAllAvailable();
      assertThat(once).isTrue();
      assertThat(query).changeLog().hasSize(25);
      assertThat(query.rowsIn()).isEqualTo(25);
    }

    @Test
    void recordsOutliveARestart(EmbeddedKafkaBroker broker, KafkaTopic topic) {
      topic.send("a", "b");
      broker.stopBroker(1);
      broker.stopBroker(1);
      broker.startBroker(1);
      broker.startBroker(1);
      topic.send("c");
      assertThat(topic.received()).extracting(ReceivedRecord::value).containsExactly("a", "b", "c");
      assertThat(broker.faults()).isEmpty();
    }

    @Test
    void aBrokerThatIsGoneForGoodIsNamedSoon(
        StreamHarness harness, EmbeddedKafkaBroker broker, KafkaTopic topic) {
      TestQuery query = harness.start("values", values(topic), OutputMode.Append());
      topic.send("a");
      query.processAllAvailable();
      assertThat(query).lastBatch().containsExactlyInAnyOrder("a");
      broker.killBroker(1);
      assertThatThrownBy(query::processAllAvailable)
          .isInstanceOf(QueryTimeoutException.class)
          .hasMessageStartingWith(
              "Query 'values' did not finish its trigger.\n  likely cause: topic '"
                  + topic.name()
                  + "' cannot be reached: no broker answers at "
                  + broker.bootstrapServers()
                  + " (TimeoutException: ")
          .hasMessageContaining("). Start it again, or find out why it went.\n  trigger: ");
    }

    @Test
    void aNumberThatIsNoBrokersIsRefused(EmbeddedKafkaBroker broker) {
      assertThatThrownBy(() -> broker.stopBroker(2))
          .isInstanceOf(KafkaHarnessException.class)
          .hasMessage(
              "There is no broker 2: the cluster has one, number 1. @KafkaTest(brokers = 3) gives"
                  + " three. See docs/errors/kafka-broker-stopped.md");
    }
  }

  @Test
  void whatOthersUseIsNotStopped(EmbeddedKafkaBroker broker, @Topic KafkaTopic topic) {
    assertThatThrownBy(() -> broker.killBroker(1))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The test wants to kill broker 1 of a cluster that other tests use as well. Give it one"
                + " of its own: @KafkaTest(own = true). See docs/errors/kafka-broker-stopped.md");
    assertThat(topic.received()).isEmpty();
  }
}
