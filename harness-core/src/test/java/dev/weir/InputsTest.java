package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.weir.input.FileInput;
import dev.weir.input.KafkaShape;
import dev.weir.input.MemoryInput;
import dev.weir.input.SocketInput;
import dev.weir.query.TestQuery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(WithHarness.class)
class InputsTest {
  private static final StructType COUNTS =
      new StructType().add("word", StringType).add("count", LongType);

  @ParameterizedTest
  @EnumSource(
      value = FileInput.Format.class,
      names = {"JSON", "CSV", "PARQUET"})
  void filesOfRowsAreReadInTheOrderInWhichTheyWereAdded(
      FileInput.Format format, StreamHarness harness) {
    FileInput files = harness.fileInput(format, COUNTS);
    TestQuery query = harness.start(files.toDF(), OutputMode.Append());
    files.add(row("a", 1L), row("b", 2L));
    query.processAllAvailable();
    files.add(row("c", 3L)).add(row("d", 4L));
    query.processAllAvailable();
    assertThat(query)
        .changeLog()
        .containsExactly(row("a", 1L), row("b", 2L), row("c", 3L), row("d", 4L));
    Assertions.assertThat(files.folder().toFile().list()).hasSize(3);
    Assertions.assertThat(harness.findings()).isEmpty();
  }

  @Test
  void oneFileABatchComesInOrder(StreamHarness harness) {
    FileInput files = harness.fileInput(FileInput.Format.TEXT).addText("1").addText("2");
    TestQuery query =
        harness.start(
            harness
                .spark()
                .readStream()
                .option("maxFilesPerTrigger", 1)
                .text(files.folder().toString()),
            OutputMode.Append());
    files.addText("3", "4");
    Assertions.assertThat(query.processAllAvailable().batchIds()).containsExactly(0L, 1L, 2L);
    assertThat(query).changeLog().containsExactly("1", "2", "3", "4");
  }

  @Test
  void textIsReadAsItIs(StreamHarness harness) {
    FileInput files = harness.fileInput(FileInput.Format.JSON, COUNTS);
    TestQuery query = harness.start(files.toDF(), OutputMode.Append());
    files.addText("{\"word\":\"a\",\"count\":1}", "no JSON");
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(row("a", 1L), row(null, null));
  }

  @Test
  void twoQueriesReadOneSocket(StreamHarness harness) {
    SocketInput socket = harness.socketInput();
    TestQuery first = harness.start("first", socket.toDF(), OutputMode.Append());
    socket.send("a");
    first.processAllAvailable();
    TestQuery second = harness.start("second", socket.toDF(), OutputMode.Append());
    socket.send("b");
    first.processAllAvailable();
    second.processAllAvailable();
    assertThat(first).table().containsExactlyInAnyOrder("a", "b");
    assertThat(second).table().containsExactlyInAnyOrder("a", "b");
  }

  /** A bean as Spark wants it. */
  public static final class Person {
    private String name;
    private int age;

    public Person() {}

    Person(String name, int age) {
      this.name = name;
      this.age = age;
    }

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }

    public int getAge() {
      return age;
    }

    public void setAge(int age) {
      this.age = age;
    }
  }

  @Test
  void beansBecomeRowsAndRowsAreExpectedAsBeans(StreamHarness harness) {
    MemoryInput<Person> people = harness.memoryInput(Person.class);
    TestQuery query = harness.start(people.toDF().where("age > 20"), OutputMode.Append());
    people.add(new Person("Ann", 30), new Person("Bob", 10));
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(new Person("Ann", 30));
    assertThat(query).table().column("name").containsExactly("Ann");
  }

  @Test
  void nestedRowsComeThroughWhole(StreamHarness harness) {
    StructType schema =
        new StructType()
            .add("who", new StructType().add("name", StringType).add("age", IntegerType))
            .add("tags", createArrayType(StringType))
            .add("scores", createMapType(StringType, LongType));
    MemoryInput<Row> rows = harness.memoryInput(schema);
    TestQuery query = harness.start(rows.toDF(), OutputMode.Append());
    Row nested = row(row("Ann", 30), List.of("x", "y"), Map.of("a", 1L));
    rows.add(nested, row(null, null, null));
    query.processAllAvailable();
    assertThat(query).table().containsExactlyInAnyOrder(nested, row(null, null, null));
    assertThat(query)
        .table()
        .anyMatch(r -> !r.isNullAt(1) && r.getList(1).equals(List.of("x", "y")), "tagged x, y");
  }

  @Test
  void rowsOfKafkasShapeHaveItsSevenColumns(StreamHarness harness) {
    MemoryInput<Row> records = harness.memoryInput(KafkaShape.SCHEMA);
    TestQuery query = harness.start(records.toDF(), OutputMode.Append());
    KafkaShape topic = new KafkaShape("people");
    records.add(topic.record("k", "v", Instant.EPOCH), topic.record(null));
    query.processAllAvailable();
    assertThat(query)
        .table()
        .hasSize(2)
        .contains(row(utf8("k"), utf8("v"), "people", 0, 0L, Instant.EPOCH, 0))
        .contains(row(null, null, "people", 0, 1L, Instant.EPOCH, 0));
    Assertions.assertThat(KafkaShape.SCHEMA.fieldNames())
        .containsExactly(
            "key", "value", "topic", "partition", "offset", "timestamp", "timestampType");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
