package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** JSON and Avro, written and read back without a broker. */
class RecordFormatTest {

  private static final Schema PERSON =
      SchemaBuilder.record("Person").fields().requiredString("id").requiredInt("age").endRecord();

  record Person(String id, int age) {}

  record Times(Instant at, LocalDate day, Duration took) {}

  static final class Bean {
    private String word = "";

    public String getWord() {
      return word;
    }

    public void setWord(String word) {
      this.word = word;
    }
  }

  static final class Hidden {}

  private static GenericRecord person(String id, int age) {
    GenericRecord person = new GenericData.Record(PERSON);
    person.put("id", id);
    person.put("age", age);
    return person;
  }

  private static ReceivedRecord received(KafkaRecord sent) {
    var record = sent.forTopic("people");
    return new ReceivedRecord(new ConsumerRecord<>("people", 1, 7, record.key(), record.value()));
  }

  private static ReceivedRecord received(String value) {
    return received(KafkaRecord.of(value));
  }

  @Test
  void aRecordIsJson() {
    ReceivedRecord record =
        received(KafkaRecord.json(new Person("1", 42)).withJsonKey(Map.of("id", "1")));

    assertThat(record.value()).isEqualTo("{\"id\":\"1\",\"age\":42}");
    assertThat(record.as(Person.class)).isEqualTo(new Person("1", 42));
    assertThat(record.as(JsonNode.class).get("age").intValue()).isEqualTo(42);
    assertThat(record.keyAs(JsonNode.class).get("id").textValue()).isEqualTo("1");
  }

  @Test
  void aBeanIsJson() {
    Bean bean = new Bean();
    bean.setWord("Käse");

    ReceivedRecord record = received(KafkaRecord.json(bean));

    assertThat(record.value()).isEqualTo("{\"word\":\"Käse\"}");
    assertThat(record.as(Bean.class).getWord()).isEqualTo("Käse");
    assertThat(received(KafkaRecord.json(List.of(1, 2))).value()).isEqualTo("[1,2]");
  }

  @Test
  void timesAreText() {
    JavaTimes.assume();
    Times times =
        new Times(
            Instant.parse("2024-02-05T12:00:00.123456Z"),
            LocalDate.of(2024, 2, 29),
            Duration.ofMinutes(10));

    ReceivedRecord record = received(KafkaRecord.json(times));

    assertThat(record.value())
        .isEqualTo(
            "{\"at\":\"2024-02-05T12:00:00.123456Z\",\"day\":\"2024-02-29\",\"took\":\"PT10M\"}");
    assertThat(record.as(Times.class)).isEqualTo(times);
  }

  @Test
  void aTombstoneIsNull() {
    assertThat(received(KafkaRecord.tombstone("1")).as(Person.class)).isNull();
    assertThat(received(KafkaRecord.tombstone("1")).avro(PERSON)).isNull();
    assertThat(received("{}").keyAs(Person.class)).isNull();
    assertThat(received("{}").avroKey(PERSON)).isNull();
    assertThat(received(KafkaRecord.json(null)).valueBytes()).isNull();
    assertThat(received(KafkaRecord.avro(null)).valueBytes()).isNull();
  }

  @Test
  void whatIsNoJsonIsNamed() {
    assertThatThrownBy(() -> received("cat").as(Person.class))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The value of people-1@7 is no JSON of Person: Unrecognized token 'cat': was expecting"
                + " (JSON String, Number, Array, Object or token 'null', 'true' or 'false') (line"
                + " 1, column 4). The value: 'cat'. Read it with valueBytes(), or look at what wrote"
                + " it. See docs/errors/kafka-not-deserialized.md");
  }

  @Test
  void jsonThatDoesNotFitIsNamed() {
    assertThatThrownBy(() -> received("{\"id\":\"1\",\"age\":null}").as(Person.class))
        .hasMessageStartingWith(
            "The value of people-1@7 is no JSON of Person: Cannot map `null` into type `int`");
    assertThatThrownBy(() -> received("{\"id\":\"1\",\"age\":1} x").as(Person.class))
        .hasMessageStartingWith("The value of people-1@7 is no JSON of Person: Unrecognized token");
    assertThatThrownBy(
            () ->
                received(KafkaRecord.of("").withKey("{\"id\":\"1\",\"age\":1,\"sex\":\"f\"}"))
                    .keyAs(Person.class))
        .hasMessageStartingWith(
            "The key of people-1@7 is no JSON of Person: Unrecognized field \"sex\"")
        .hasMessageEndingWith(
            "The key: '{\"id\":\"1\",\"age\":1,\"sex\":\"f\"}'. Read it with keyBytes(), or look at"
                + " what wrote it. See docs/errors/kafka-not-deserialized.md");
  }

  @Test
  void whatCannotBeJsonIsNamed() {
    assertThatThrownBy(() -> KafkaRecord.json(new Hidden()))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "A dev.weir.kafka.RecordFormatTest$Hidden cannot be written as JSON: No serializer found"
                + " for class dev.weir.kafka.RecordFormatTest$Hidden and no properties discovered to"
                + " create BeanSerializer (to avoid exception, disable"
                + " SerializationFeature.FAIL_ON_EMPTY_BEANS). Give a record, a bean with getters,"
                + " or a map. See docs/errors/kafka-not-serialized.md");
  }

  @Test
  void avroIsItsFieldsAlone() {
    ReceivedRecord record = received(KafkaRecord.avro(person("1", 21)).withAvroKey(person("k", 0)));

    assertThat(record.valueBytes()).containsExactly(2, '1', 42);
    assertThat(record.avro(PERSON).get("id")).isEqualTo(new Utf8("1"));
    assertThat(record.avro(PERSON)).hasToString("{\"id\": \"1\", \"age\": 21}");
    assertThat(record.avroKey(PERSON).get("id")).isEqualTo(new Utf8("k"));
  }

  @Test
  void whatIsNoSuchAvroIsNamed() {
    assertThatThrownBy(() -> received("cat").avro(PERSON))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The value of people-1@7 is no Avro of Person: AvroRuntimeException: Malformed data."
                + " Length is negative: -50. The value: 'cat'. Read it with valueBytes(), or look at"
                + " what wrote it. See docs/errors/kafka-not-deserialized.md");
    assertThatThrownBy(() -> received(KafkaRecord.ofBytes(new byte[] {2, '1', 42, 0})).avro(PERSON))
        .hasMessageStartingWith(
            "The value of people-1@7 is no Avro of Person: AvroRuntimeException: there are bytes"
                + " left after the last field. The value: ");
    assertThatThrownBy(() -> received(KafkaRecord.ofBytes(new byte[] {2})).avro(PERSON))
        .hasMessageStartingWith("The value of people-1@7 is no Avro of Person: EOFException");
  }

  @Test
  void whatDoesNotFitTheSchemaIsNamed() {
    GenericRecord half = new GenericData.Record(PERSON);
    half.put("id", "1");

    assertThatThrownBy(() -> KafkaRecord.avro(half))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessageStartingWith(
            "A org.apache.avro.generic.GenericData$Record cannot be written as Avro:"
                + " NullPointerException: ")
        // Avro's own words, of which each of Spark's lines has others.
        .hasMessageMatching(".*\\bnull\\b.*\\bint\\b.*\\bage\\b.*")
        .hasMessageEndingWith(
            ". Each field needs a value of its type in the schema Person; a field that may be null"
                + " is a union with null. See docs/errors/kafka-not-serialized.md");
  }

  @Test
  void textIsUtf8() {
    assertThat(received("Käse").valueBytes()).isEqualTo("Käse".getBytes(StandardCharsets.UTF_8));
  }
}
