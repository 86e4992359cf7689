package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.FileInput;
import dev.weir.input.FileInput.Format;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import dev.weir.sink.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports Spark's FileStreamSourceSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class FileStreamSourceParityTest {
  private static final StructType VALUE = new StructType().add("value", "string");

  // FileStreamSourceSuite "read from text files", and "fault tolerance", which is the same
  @Test
  void textAndARestart(StreamHarness harness) {
    FileInput files = harness.fileInput(Format.TEXT);
    Dataset<Row> kept = files.toDF().filter("value LIKE '%keep%'");

    TestQuery query = Checkpointed.start(harness, kept, OutputMode.Append());
    files.addText("drop1", "keep2", "keep3");
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder("keep2", "keep3");
    query.stop();
    files.addText("drop4", "keep5", "keep6");

    TestQuery second = Checkpointed.start(harness, kept, OutputMode.Append());
    second.processAllAvailable();
    assertThat(second).newRows().containsExactlyInAnyOrder("keep5", "keep6");
    files.addText("drop7", "keep8", "keep9");
    second.processAllAvailable();
    assertThat(second).newRows().containsExactlyInAnyOrder("keep8", "keep9");
  }

  // FileStreamSourceSuite "read from json files"
  @Test
  void jsonAndARestart(StreamHarness harness) {
    FileInput files = harness.fileInput(Format.JSON, VALUE);
    Dataset<Row> kept = files.toDF().filter("value LIKE '%keep%'");

    TestQuery query = Checkpointed.start(harness, kept, OutputMode.Append());
    files.addText("{'value': 'drop1'}", "{'value': 'keep2'}", "{'value': 'keep3'}");
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder("keep2", "keep3");
    query.stop();
    files.addText("{'value': 'drop4'}", "{'value': 'keep5'}", "{'value': 'keep6'}");

    TestQuery second = Checkpointed.start(harness, kept, OutputMode.Append());
    second.processAllAvailable();
    assertThat(second).newRows().containsExactlyInAnyOrder("keep5", "keep6");
    files.addText("{'value': 'drop7'}", "{'value': 'keep8'}", "{'value': 'keep9'}");
    second.processAllAvailable();
    assertThat(second).newRows().containsExactlyInAnyOrder("keep8", "keep9");
  }

  // FileStreamSourceSuite
  // "read new files in partitioned table without globbing, should read partition data"
  @Test
  void foldersArePartitions(StreamHarness harness) throws IOException {
    Path table = harness.newFolder();
    Dataset<Row> kept =
        harness
            .spark()
            .readStream()
            .schema(VALUE.add("partition", "string"))
            .json(table.toString())
            .filter("value LIKE '%keep%'");
    TestQuery query = harness.start(kept, OutputMode.Append());

    Path foo = Files.createDirectory(table.resolve("partition=foo"));
    Files.writeString(foo.resolve("1.json"), "{'value': 'drop1'}\n{'value': 'keep2'}");
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("keep2", "foo"));
    Files.writeString(foo.resolve("2.json"), "{'value': 'keep3'}");
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("keep3", "foo"));
    Path bar = Files.createDirectory(table.resolve("partition=bar"));
    Files.writeString(bar.resolve("3.json"), "{'value': 'keep4'}");
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("keep4", "bar"));
    Files.writeString(bar.resolve("4.json"), "{'value': 'keep5'}");
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row("keep5", "bar"));
  }

  // FileStreamSourceSuite "read data from outputs of another streaming query"
  @Test
  void theOutputOfAnotherQuery(StreamHarness harness) throws IOException {
    harness.spark().conf().set("spark.sql.streaming.fileSink.log.compactInterval", "3");
    Path between = harness.newFolder();
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery writer =
        harness.start(lines.toDF().writeStream().format("text").option("path", between.toString()));
    TestQuery reader =
        harness.start(
            harness.spark().readStream().text(between.toString()).filter("value LIKE '%keep%'"),
            OutputMode.Append());

    lines.add("drop1", "keep2");
    writer.processAllAvailable();
    reader.processAllAvailable();
    assertThat(reader).changeLog().containsExactlyInAnyOrder("keep2");
    // It is not in the writer's log, so it is none of its output.
    Files.writeString(between.resolve("should_not_keep.txt"), "should_not_keep!!!");
    lines.add("keep3");
    writer.processAllAvailable();
    reader.processAllAvailable();
    assertThat(reader).changeLog().containsExactlyInAnyOrder("keep2", "keep3");
    // The writer's third batch makes one file of its log.
    lines.add("keep4");
    writer.processAllAvailable();
    Assertions.assertThat(between.resolve("_spark_metadata/2.compact")).exists();
    reader.processAllAvailable();
    assertThat(reader).changeLog().containsExactlyInAnyOrder("keep2", "keep3", "keep4");
  }

  private static Dataset<Row> someAtATime(StreamHarness harness, FileInput files, int count) {
    return harness
        .spark()
        .readStream()
        .option("maxFilesPerTrigger", count)
        .text(files.folder().toString());
  }

  // FileStreamSourceSuite "max files per trigger"
  @Test
  void aFewFilesATrigger(StreamHarness harness) {
    FileInput files = harness.fileInput(Format.TEXT).addText("1").addText("2").addText("3");
    TestQuery query = harness.start(someAtATime(harness, files, 2), OutputMode.Append());
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder("3");
    assertThat(query).newRows().containsExactly("1", "2", "3");

    files.addText("4").addText("5").addText("6").addText("7");
    query.processAllAvailable();
    assertThat(query).lastStep().ranBatches(2, 3);
    assertThat(query).lastBatch().containsExactlyInAnyOrder("6", "7");
    files.addText("8").addText("9").addText("10").addText("11").addText("12");
    query.processAllAvailable();
    assertThat(query).lastStep().ranBatches(4, 5, 6);
    assertThat(query).lastBatch().containsExactlyInAnyOrder("12");
    assertThat(query).changeLog().hasSize(12);
  }

  // FileStreamSourceSuite "max files per trigger - incorrect values"
  @ParameterizedTest
  @ValueSource(strings = {"not-a-integer", "-1", "0", "10.1"})
  void aCountOfFilesThatIsNone(String count, StreamHarness harness) {
    FileInput files = harness.fileInput(Format.TEXT);
    TestQuery query =
        harness.start(
            harness
                .spark()
                .readStream()
                .option("maxFilesPerTrigger", count)
                .text(files.folder().toString()),
            OutputMode.Append());
    assertThat(query)
        .fails()
        .withCause(IllegalArgumentException.class)
        .withMessageContaining("maxFilesPerTrigger")
        .withMessageContaining(count)
        .withMessageContaining("positive integer");
  }

  // FileStreamSourceSuite "FileStreamSource - latestFirst"
  @ParameterizedTest
  @CsvSource({"false, 1, 2", "true, 2, 1"})
  void theOldestOrTheLatestFirst(
      boolean latestFirst, String first, String second, StreamHarness harness) {
    FileInput files = harness.fileInput(Format.TEXT).addText("1").addText("2");
    TestQuery query =
        harness.start(
            harness
                .spark()
                .readStream()
                .option("latestFirst", latestFirst)
                .option("maxFilesPerTrigger", 1)
                .text(files.folder().toString()),
            OutputMode.Append());
    query.processAllAvailable();
    assertThat(query).batch(0).containsExactlyInAnyOrder(first);
    assertThat(query).batch(1).containsExactlyInAnyOrder(second);
  }

  // FileStreamSourceSuite
  // "SPARK-36533: Trigger.AvailableNow - multiple queries with checkpoint"
  @Test
  void availableNowTakesAFileABatch(StreamHarness harness) {
    FileInput files = harness.fileInput(Format.TEXT).addText("1").addText("2").addText("3");
    Dataset<Row> lines = someAtATime(harness, files, 1);
    availableNow(harness, lines);
    files.addText("4").addText("5");
    TestQuery second = availableNow(harness, lines);
    assertThat(second).changeLog().containsExactly("4", "5");
    files.addText("6").addText("7");
    TestQuery third = availableNow(harness, lines);
    assertThat(third).changeLog().containsExactly("6", "7");
    Assertions.assertThat(third.batches()).extracting(Batch::batchId).containsExactly(5L, 6L);
  }

  private static TestQuery availableNow(StreamHarness harness, Dataset<Row> lines) {
    TestQuery query =
        harness.start(
            lines
                .writeStream()
                .format("noop")
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", "available-now"));
    query.processAllAvailable();
    Assertions.assertThat(query.isActive()).isFalse();
    return query;
  }

  // FileStreamSourceSuite
  // "SPARK-26629: multiple file sources work with restarts when a source does not have data"
  @Test
  void twoFoldersOfWhichOneHasNothingNew(StreamHarness harness) {
    FileInput one = harness.fileInput(Format.TEXT);
    FileInput two = harness.fileInput(Format.TEXT);
    Dataset<Row> united = one.toDF().union(two.toDF());

    one.addText("source1_0");
    two.addText("source2_0");
    emitsAfterARestart(harness, united, "source1_0", "source2_0");
    one.addText("source1_1");
    emitsAfterARestart(harness, united, "source1_1");
    two.addText("source2_2");
    emitsAfterARestart(harness, united, "source2_2");
    one.addText("source1_3");
    two.addText("source2_3");
    emitsAfterARestart(harness, united, "source1_3", "source2_3");
  }

  private static void emitsAfterARestart(
      StreamHarness harness, Dataset<Row> result, Object... lines) {
    TestQuery query = Checkpointed.start(harness, result, OutputMode.Append());
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(lines);
    query.stop();
  }
}
