package dev.weir.kafka;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.avro.functions.from_avro;
import static org.apache.spark.sql.avro.functions.to_avro;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.struct;

import dev.weir.StreamHarness;
import dev.weir.query.TestQuery;
import java.time.Instant;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * What a test sends as JSON or Avro is what Spark's own functions read, and the other way round.
 */
@KafkaTest
class SparkReadsFormatsTest {

  private static final Schema PERSON =
      SchemaBuilder.record("topLevelRecord")
          .fields()
          .requiredString("id")
          .requiredInt("age")
          .endRecord();

  record Visit(String id, Instant at) {}

  @Test
  void json(StreamHarness harness, KafkaTopic topic) {
    JavaTimes.assume();
    StructType visit = StructType.fromDDL("id STRING, at TIMESTAMP");
    Dataset<Row> visits =
        topic
            .readStream()
            .select(from_json(col("value").cast("string"), visit).as("v"))
            .select("v.*");
    TestQuery query = harness.start(visits, OutputMode.Append());
    Instant at = Instant.parse("2024-02-05T12:00:00.123Z");

    topic.send(KafkaRecord.json(new Visit("1", at)));
    query.processAllAvailable();

    assertThat(query).table().containsExactlyInAnyOrder(row("1", at));
  }

  @Test
  void avro(StreamHarness harness, @Topic("in") KafkaTopic in, @Topic("out") KafkaTopic out) {
    Dataset<Row> older =
        in.readStream()
            .select(from_avro(col("value"), PERSON.toString()).as("p"))
            .selectExpr("p.id AS id", "p.age + 1 AS age");
    TestQuery query =
        harness.start(
            older
                .select(to_avro(struct(col("id"), col("age")), PERSON.toString()).as("value"))
                .writeStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", out.bootstrapServers())
                .option("topic", out.name()));
    GenericRecord person = new GenericData.Record(PERSON);
    person.put("id", "1");
    person.put("age", 41);

    in.send(KafkaRecord.avro(person));
    query.processAllAvailable();

    Assertions.assertThat(out.received())
        .extracting(record -> String.valueOf(record.avro(PERSON)))
        .containsExactly("{\"id\": \"1\", \"age\": 42}");
  }
}
