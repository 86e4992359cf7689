package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

/** Values as JSON and as Avro, there and back. */
@KafkaTest(broker = BrokerKind.MEMORY)
class RecordValuesTest {
  private static final Schema PERSON =
      SchemaBuilder.record("Person").fields().requiredString("name").requiredInt("age").endRecord();

  record Person(String name, int age, LocalDate born) {}

  public static final class Bean {
    private String name;

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }
  }

  @Test
  void jsonOfRecordsBeansAndMaps(KafkaTopic topic) {
    Person ann = new Person("Ann", 30, LocalDate.of(1996, 2, 29));
    Bean bean = new Bean();
    bean.setName("Bob");
    topic.send(
        KafkaRecord.json(ann),
        KafkaRecord.json(bean),
        KafkaRecord.json(Map.of("name", "Cy")),
        KafkaRecord.tombstone("d"));
    assertThat(topic.received())
        .extracting(ReceivedRecord::value)
        .containsExactly(
            "{\"name\":\"Ann\",\"age\":30,\"born\":\"1996-02-29\"}",
            "{\"name\":\"Bob\"}",
            "{\"name\":\"Cy\"}",
            null);
    assertThat(topic.received().get(0).as(Person.class)).isEqualTo(ann);
    assertThat(topic.received().get(1).as(Bean.class).getName()).isEqualTo("Bob");
    assertThat(topic.received().get(3).as(Person.class)).isNull();
  }

  @Test
  void whatIsNoJsonIsShown(@Topic(name = "people") KafkaTopic topic) {
    topic.send("no JSON");
    assertThatThrownBy(() -> topic.received().get(0).as(Person.class))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessageStartingWith(
            "The value at people-0@0 is not the JSON of a Person: 'no JSON' (JsonParseException: ")
        .hasMessageEndingWith(
            "). Read it as value(), or as what it is. See docs/errors/kafka-record-type.md");
    assertThatThrownBy(() -> KafkaRecord.json(new Object()))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessageStartingWith("A Object cannot be written as JSON: InvalidDefinitionException: ")
        .hasMessageEndingWith(" See docs/errors/kafka-record-type.md");
  }

  @Test
  void avroThereAndBack(KafkaTopic topic) {
    GenericRecord ann = new GenericRecordBuilder(PERSON).set("name", "Ann").set("age", 30).build();
    topic.send(KafkaRecord.avro(ann), KafkaRecord.tombstone("d"));
    GenericRecord read = topic.received().get(0).asAvro(PERSON);
    assertThat(read.get("name")).hasToString("Ann");
    assertThat(read.get("age")).isEqualTo(30);
    assertThat(topic.received().get(1).asAvro(PERSON)).isNull();
  }

  @Test
  void whatIsNoAvroIsShown(@Topic(name = "people") KafkaTopic topic) {
    topic.send("A", "\u0000\u0000\u0000");
    for (ReceivedRecord record : topic.received()) {
      assertThatThrownBy(() -> record.asAvro(PERSON))
          .isInstanceOf(KafkaHarnessException.class)
          .hasMessageStartingWith(
              "The value at people-0@" + record.offset() + " is not the Avro of")
          .hasMessageEndingWith(
              "). It must be the plain bytes of that schema, as Spark's to_avro writes them, without"
                  + " a registry's prefix. See docs/errors/kafka-record-type.md");
    }
    assertThatThrownBy(() -> KafkaRecord.avro(new GenericData.Record(PERSON)))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessageStartingWith("The Avro record does not fit its own schema, Person: ")
        .hasMessageEndingWith(" See docs/errors/kafka-record-type.md");
  }
}
