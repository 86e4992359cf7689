package dev.weir.snippets;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.kafka.KafkaOffsets.offsetsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.kafka.BrokerKind;
import dev.weir.kafka.EmbeddedKafkaBroker;
import dev.weir.kafka.KafkaBroker;
import dev.weir.kafka.KafkaRecord;
import dev.weir.kafka.KafkaSecurity;
import dev.weir.kafka.KafkaSource;
import dev.weir.kafka.KafkaTest;
import dev.weir.kafka.KafkaTopic;
import dev.weir.kafka.KafkaTransaction;
import dev.weir.kafka.ReceivedRecord;
import dev.weir.kafka.Topic;
import dev.weir.query.TestQuery;
import dev.weir.samples.TopTitlesJob;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.IsolationLevel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The code of docs/kafka.md. */
@SparkStreamingTest
@KafkaTest
class KafkaPageTest {

  record Person(String name, String title) {}

  static Dataset<Row> values(KafkaTopic topic) {
    return topic.readStream().selectExpr("CAST(value AS STRING) AS value");
  }

  // @start region="kinds"
  @KafkaSource({BrokerKind.MEMORY, BrokerKind.EMBEDDED})
  void mostFrequentTitlesFirst(StreamHarness harness, KafkaTopic people) {
    TestQuery titles =
        harness.start(TopTitlesJob.topTitles(people.readStream()), OutputMode.Complete());

    people.send("{\"title\":\"Cook\"}", "{\"title\":\"Nurse\"}", "{\"title\":\"Nurse\"}");
    titles.processAllAvailable();
    assertThat(titles).table().containsExactly(row("Nurse", 2L), row("Cook", 1L));
  }

  // @end

  @Nested
  // @start region="brokers"
  @KafkaTest(brokers = 3, own = true)
  class OneBrokerOfThreeTest {
    @Test
    void goesOn(
        StreamHarness harness,
        EmbeddedKafkaBroker cluster,
        @Topic(partitions = 3, replicas = 3, config = "min.insync.replicas=2") KafkaTopic people) {
      TestQuery query = harness.start(values(people), OutputMode.Append());

      cluster.stopBroker(2); // in order: other replicas take over first
      people.send("Nurse");
      query.processAllAvailable();

      cluster.startBroker(2); // at its old address, with its records
      cluster.killBroker(1); // without a word: noticed after 3 s
      people.send("Cook");
      query.processAllAvailable();

      assertThat(query).changeLog().containsExactly("Nurse", "Cook");
    }
  }

  // @end

  @Test
  void records(StreamHarness harness, @Topic(partitions = 3) KafkaTopic people) {
    TestQuery query = harness.start(values(people), OutputMode.Append());
    Instant noon = Instant.parse("2024-02-05T12:00:00Z");
    GenericRecord ann =
        new GenericRecordBuilder(
                SchemaBuilder.record("Person").fields().requiredString("name").endRecord())
            .set("name", "Ann")
            .build();
    // @start region="records"
    people.send("{\"title\":\"Nurse\"}");
    people.send(KafkaRecord.json(new Person("Ann", "Nurse")).withKey("ann"));
    people.send(KafkaRecord.avro(ann).withHeader("source", "crm").toPartition(2).at(noon));
    people.send(KafkaRecord.tombstone("ann"));
    try (KafkaTransaction orders = people.beginTransaction()) {
      orders.send("a", "b");
      orders.commit(); // or abort(), or neither
    }
    // @end
    query.processAllAvailable();
    assertThat(query).changeLog().hasSize(6);
    // @start region="records"
    people.addPartitions(6); // a running query finds them
    people.deleteRecordsBefore(Map.of(2, 1L)); // what retention does
    // @end
    assertThat(people.endOffsets()).hasSize(6);
    query.stop();
    // @start region="records"
    people.close(); // deletes it, under the query if need be
    // @end
  }

  @Test
  void offsets(StreamHarness harness, @Topic(partitions = 2) KafkaTopic people) {
    TestQuery query = harness.start(values(people), OutputMode.Append());
    // @start region="offsets"
    people.send(KafkaRecord.of("Nurse").toPartition(0), KafkaRecord.of("Cook").toPartition(0));
    query.processAllAvailable();
    people.send(KafkaRecord.of("Smith").toPartition(1));

    assertThat(offsetsOf(query, people)).hasProcessed(Map.of(0, 2L, 1, 0L)).hasLag(1, 1);
    assertThat(offsetsOf(query, people)).hasBatch(0, Map.of(0, 0L, 1, 0L), Map.of(0, 2L, 1, 0L));
    // @end
    assertThat(query).changeLog().containsExactlyInAnyOrder("Nurse", "Cook");
    query.processAllAvailable();
  }

  @Test
  void aSinkReadBack(
      StreamHarness harness, @Topic("in") KafkaTopic people, @Topic("out") KafkaTopic out) {
    TestQuery query =
        harness.start(
            people
                .readStream()
                .select("key", "value")
                .writeStream()
                .format("kafka")
                .options(out.options())
                .option("topic", out.name()));
    people.send(KafkaRecord.json(new Person("Ann", "Nurse")).withKey("ann"));
    people.send(KafkaRecord.tombstone("bob"));
    query.processAllAvailable();
    // @start region="sink"
    KafkaRecord ann = KafkaRecord.json(new Person("Ann", "Nurse")).withKey("ann");
    assertThat(out).containsExactlyInAnyOrder(KafkaRecord.tombstone("bob"), ann);
    assertThat(out).partition(0).containsExactly(ann, KafkaRecord.tombstone("bob"));
    assertThat(out).hasNoDuplicates();

    Person first = out.received().get(0).as(Person.class);
    List<ReceivedRecord> all = out.received(IsolationLevel.READ_UNCOMMITTED);
    // @end
    assertThat(first).isEqualTo(new Person("Ann", "Nurse"));
    assertThat(all).hasSize(2);
  }

  @Nested
  // @start region="security"
  @KafkaTest(security = KafkaSecurity.SASL_SCRAM_OVER_TLS)
  class OurJobTest {
    @Test
    void logsIn(StreamHarness harness, KafkaBroker broker, KafkaTopic people) {
      // readStream() and options() have all that a client needs.
      TestQuery query = harness.start(values(people), OutputMode.Append());
      people.send("Nurse");
      query.processAllAvailable();
      assertThat(query).table().containsExactly("Nurse");

      // For a test of a job that is refused.
      Map<String, String> wrong = broker.clientProperties("weir", "wrong");
      assertThat(wrong).containsKey("sasl.jaas.config");
    }
  }
  // @end
}
