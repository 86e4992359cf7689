package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KafkaTest
class KafkaTopicTest {

  @Test
  void valuesComeBackAsTheyWereSent(KafkaTopic topic) {
    topic.send("cat", "dog", "", "Käse 🧀");

    assertThat(topic.received())
        .extracting(ReceivedRecord::value)
        .containsExactly("cat", "dog", "", "Käse 🧀");
    assertThat(topic.received()).extracting(ReceivedRecord::offset).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void everyPartOfARecordComesBack(@Topic(partitions = 3) KafkaTopic topic) {
    Instant eventTime = Instant.parse("2020-02-29T12:00:00.123Z");
    topic.send(
        KafkaRecord.of("value")
            .withKey("key")
            .withHeader("source", "crm")
            .withHeader("source", "web")
            .withHeaderBytes("raw", new byte[] {1, 2})
            .withHeader("none", null)
            .toPartition(2)
            .at(eventTime));

    assertThat(topic.received())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.key()).isEqualTo("key");
              assertThat(record.keyBytes()).isEqualTo("key".getBytes(StandardCharsets.UTF_8));
              assertThat(record.value()).isEqualTo("value");
              assertThat(record.valueBytes()).isEqualTo("value".getBytes(StandardCharsets.UTF_8));
              assertThat(record.headerNames()).containsExactly("source", "source", "raw", "none");
              assertThat(record.headers("source")).containsExactly("crm", "web");
              assertThat(record.header("source")).isEqualTo("web");
              assertThat(record.headerBytes("raw")).containsExactly(1, 2);
              assertThat(record.header("none")).isNull();
              assertThat(record.header("missing")).isNull();
              assertThat(record.partition()).isEqualTo(2);
              assertThat(record.timestamp()).isEqualTo(eventTime);
              assertThat(record)
                  .hasToString(
                      topic.name()
                          + "-2@0: key='key' value='value' headers=[source='crm', source='web',"
                          + " raw='\u0001\u0002', none=null] timestamp=2020-02-29T12:00:00.123Z");
            });
  }

  @Test
  void nullsAreKept(KafkaTopic topic) {
    topic.send((String) null);
    topic.send(KafkaRecord.tombstone("gone"), KafkaRecord.of("").withKey(""));

    assertThat(topic.received())
        .extracting(ReceivedRecord::key, ReceivedRecord::value)
        .containsExactly(tuple(null, null), tuple("gone", null), tuple("", ""));
    assertThat(topic.received().get(0).valueBytes()).isNull();
  }

  @Test
  void eachPartitionKeepsItsOrder(@Topic(partitions = 3) KafkaTopic topic) {
    topic.send(
        IntStream.range(0, 300)
            .mapToObj(i -> KafkaRecord.of(String.valueOf(i)).toPartition(i % 3))
            .toList());

    List<ReceivedRecord> received = topic.received();
    for (int p = 0; p < 3; p++) {
      int partition = p;
      assertThat(received.stream().filter(record -> record.partition() == partition))
          .extracting(ReceivedRecord::value)
          .containsExactlyElementsOf(
              IntStream.range(0, 100).mapToObj(i -> String.valueOf(i * 3 + partition)).toList());
    }
    assertThat(received)
        .isSortedAccordingTo(
            Comparator.comparingInt(ReceivedRecord::partition)
                .thenComparingLong(ReceivedRecord::offset));
  }

  @Test
  void recordsOfOneKeyStayTogether(@Topic(partitions = 3) KafkaTopic topic) {
    topic.send(
        KafkaRecord.of("1").withKey("k"),
        KafkaRecord.of("2").withKey("k"),
        KafkaRecord.of("3").withKey("k"));

    assertThat(topic.received()).extracting(ReceivedRecord::value).containsExactly("1", "2", "3");
    assertThat(topic.received())
        .extracting(ReceivedRecord::partition)
        .containsOnly(topic.received().get(0).partition());
  }

  @Test
  void endOffsetsTellWhatTheBrokerHas(@Topic(partitions = 2) KafkaTopic topic) {
    assertThat(topic.endOffsets()).containsExactlyInAnyOrderEntriesOf(Map.of(0, 0L, 1, 0L));
    assertThat(topic.received()).isEmpty();

    topic.send(KafkaRecord.of("a").toPartition(1), KafkaRecord.of("b").toPartition(1));

    assertThat(topic.endOffsets()).containsExactlyInAnyOrderEntriesOf(Map.of(0, 0L, 1, 2L));
  }

  @Test
  void optionsAreWhatSparkWants(KafkaTopic topic) {
    assertThat(topic.options())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "kafka.bootstrap.servers",
                topic.bootstrapServers(),
                "kafka.request.timeout.ms",
                "5000",
                "kafka.default.api.timeout.ms",
                "10000",
                "subscribe",
                topic.name()));
    assertThat(topic)
        .hasToString("topic " + topic.name() + " (1 partition) at " + topic.bootstrapServers());
  }

  @Test
  void recordsOfLongAgoAreNotCleanedAway(KafkaTopic topic, KafkaBroker broker) throws Exception {
    topic.send(KafkaRecord.of("old").at(Instant.EPOCH));

    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    try (Admin admin = admin(broker)) {
      assertThat(
              admin
                  .describeConfigs(List.of(resource))
                  .all()
                  .get()
                  .get(resource)
                  .get("retention.ms")
                  .value())
          .isEqualTo("-1");
    }
    assertThat(topic.received())
        .extracting(ReceivedRecord::timestamp)
        .containsExactly(Instant.EPOCH);
  }

  /** The broker checks what it is sent, so each codec's native library has to be among its jars. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
  void compressedRecordsAreTaken(String codec, KafkaTopic topic) throws Exception {
    try (KafkaProducer<String, String> producer =
        producer(topic, Map.of("compression.type", codec))) {
      producer.send(new ProducerRecord<>(topic.name(), "value")).get();
    }

    assertThat(topic.received()).extracting(ReceivedRecord::value).containsExactly("value");
  }

  /** A transaction's marker takes an offset, at which no record is. */
  @Test
  void aTransactionsMarkerIsNoRecord(KafkaTopic topic) {
    try (KafkaProducer<String, String> producer =
        producer(topic, Map.of("transactional.id", topic.name()))) {
      producer.initTransactions();
      producer.beginTransaction();
      var unused = producer.send(new ProducerRecord<>(topic.name(), "committed"));
      producer.commitTransaction();
    }

    // The coordinator writes the marker after it has answered.
    assertThat(Await.until(Duration.ofSeconds(20), () -> topic.endOffsets().get(0) == 2L)).isTrue();
    assertThat(topic.received()).extracting(ReceivedRecord::value).containsExactly("committed");
  }

  @Test
  void consumerGroupsWork(KafkaTopic topic) {
    topic.send("a", "b");

    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", topic.bootstrapServers());
    config.put("group.id", topic.name());
    config.put("auto.offset.reset", "earliest");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic.name()));
      ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(20));
      assertThat(records).extracting(record -> record.value()).containsExactly("a", "b");
      consumer.commitSync();
    }
  }

  @Test
  void aPartitionThatIsNotThereIsNamed(@Topic(partitions = 3) KafkaTopic topic) {
    assertThatThrownBy(
            () ->
                topic.send(
                    KafkaRecord.of("a").toPartition(0),
                    KafkaRecord.of("b").withKey("k").toPartition(3)))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The topic "
                + topic.name()
                + " has 3 partitions (0 to 2), and there is none of number 3 for the record"
                + " key='k' value='b' partition=3. None was sent. More are had by"
                + " @Topic(partitions = ...). See docs/errors/kafka-no-such-partition.md");
    assertThat(topic.received()).isEmpty();
  }

  @Test
  void aNegativePartitionIsNamed(KafkaTopic topic) {
    assertThatThrownBy(() -> topic.send(KafkaRecord.of("a").toPartition(-1)))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessageStartingWith(
            "The topic " + topic.name() + " has 1 partition (0), and there is none of number -1 ");
  }

  @Test
  void aNullAmongTheRecordsIsNamed(KafkaTopic topic) {
    assertThatThrownBy(() -> topic.send(KafkaRecord.of("a"), null))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "Record 2 for the topic "
                + topic.name()
                + " is null, and none was sent. A record with a null value is"
                + " KafkaRecord.of(null), or KafkaRecord.tombstone(key)."
                + " See docs/errors/kafka-null-record.md");
    assertThatThrownBy(() -> topic.send((String[]) null))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "Nothing to send to the topic "
                + topic.name()
                + ": the array is null. A record with a null value is send((String) null), or"
                + " KafkaRecord.tombstone(key). See docs/errors/kafka-null-record.md");
    assertThat(topic.received()).isEmpty();
  }

  @Test
  void aRecordThatIsTooLargeIsNamed(KafkaTopic topic) {
    assertThatThrownBy(() -> topic.send(KafkaRecord.of("a"), KafkaRecord.of("x".repeat(2_000_000))))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "Record 2 of 2 was not written to the topic "
                + topic.name()
                + ", any partition: RecordTooLargeException: The message is 2000088 bytes when"
                + " serialized which is larger than 1048576, which is the value of the"
                + " max.request.size configuration. The record: key=null value='"
                + "x".repeat(120)
                + "'... (2000000 characters) See docs/errors/kafka-not-sent.md");
  }

  @Test
  void aTopicThatWasDeletedMeanwhileIsNamed(KafkaTopic topic, KafkaBroker broker) throws Exception {
    try (Admin admin = admin(broker)) {
      admin.deleteTopics(List.of(topic.name())).all().get();
    }

    assertThatThrownBy(topic::endOffsets)
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "There is no topic "
                + topic.name()
                + ". Was it deleted while the test ran? The broker creates no topic by itself, as"
                + " in production. See docs/errors/kafka-topic-missing.md");
  }

  @Test
  void aMissingTopicStaysMissing(KafkaTopic topic, KafkaBroker broker) throws Exception {
    String missing = topic.name() + "-missing";
    try (KafkaProducer<String, String> producer = producer(topic, Map.of("max.block.ms", "500"))) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>(missing, "a")).get())
          .hasMessageContaining("Topic " + missing + " not present in metadata after 500 ms");
    }
    try (Admin admin = admin(broker)) {
      assertThat(admin.listTopics().names().get()).contains(topic.name()).doesNotContain(missing);
    }
  }

  private static Admin admin(KafkaBroker broker) {
    return Admin.create(new HashMap<String, Object>(broker.clientProperties()));
  }

  private static KafkaProducer<String, String> producer(
      KafkaTopic topic, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", topic.bootstrapServers());
    return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }
}
