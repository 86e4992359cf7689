package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThatQuery;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import dev.weir.input.SocketInput;
import dev.weir.internal.spark.SparkLine;
import dev.weir.query.QueryFailedException;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each misuse, and the whole text that it is met with. */
@ExtendWith(WithHarness.class)
class BadInputTest {
  private static final StructType COUNTS =
      new StructType().add("word", StringType).add("count", LongType, false);

  @Test
  void aNullRow(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput("lines", Encoders.STRING());
    assertThatThrownBy(() -> lines.addAll(Arrays.asList("a", null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Row 1 of those added to memory input 'lines' is null, and Spark has no null row. For a"
                + " row with a null value use an input with a schema and add RowFactory.create((Object)"
                + " null). See docs/errors/null-row.md");
    assertThat(lines.added()).isZero();
  }

  @Test
  void anOutputModeThatThePlanCannotBeRunIn(StreamHarness harness) {
    Dataset<Row> lines = harness.memoryInput(Encoders.STRING()).toDF();
    Dataset<Row> counts = lines.groupBy("value").count();
    assertThatThrownBy(() -> harness.start("counts", counts, OutputMode.Append()))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(AnalysisException.class)
        .hasMessage(
            "The query could not be started in append mode: Append output mode not supported when"
                + " there are streaming aggregations on streaming DataFrames/DataSets without"
                + " watermark\nSpark takes it in update mode and in complete mode. See"
                + " docs/errors/output-mode.md");
    assertThatThrownBy(() -> harness.start(lines.orderBy("value"), OutputMode.Update()))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(AnalysisException.class)
        .hasMessage(
            "The query could not be started in update mode: Sorting is not supported on streaming"
                + " DataFrames/Datasets, unless it is on aggregated DataFrame/Dataset in Complete"
                + " output mode\nSpark takes it in no output mode. See docs/errors/output-mode.md");
    // The name has not been taken.
    assertThat(harness.start("counts", counts, OutputMode.Update()).name()).isEqualTo("counts");
  }

  /** What Spark says before it asks for the query's plan has no wrapping but the page. */
  @Test
  void aSinkThatSparkRefuses(StreamHarness harness) {
    Dataset<Row> lines = harness.memoryInput(Encoders.STRING()).toDF();
    assertThatThrownBy(() -> harness.start(lines.writeStream().format("memory")))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(AnalysisException.class)
        .hasMessageMatching(
            "The query could not be started: .*queryName must be specified for memory sink\\.?\n"
                + "See docs/errors/query-failed\\.md");
  }

  /** A job's main can catch what it would catch without Weir. */
  @Test
  void aJobThatStartsItsQueriesItselfSeesWhatSparkThrows(StreamHarness harness) {
    Dataset<Row> counts = harness.memoryInput(Encoders.STRING()).toDF().groupBy("value").count();
    assertThatThrownBy(
            () -> counts.writeStream().outputMode(OutputMode.Append()).format("noop").start())
        .isInstanceOf(AnalysisException.class);
  }

  @Test
  void aRowThatDoesNotFit(StreamHarness harness) {
    MemoryInput<Row> rows = harness.memoryInput(COUNTS);
    assertThatThrownBy(() -> rows.add(RowFactory.create("a", 1L), RowFactory.create("b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Row 1 of those added to memory input 'memory-1' has 1 value, but the schema has 2 columns"
                + " (word STRING,count BIGINT NOT NULL): [b]. See docs/errors/row-does-not-fit.md");
    assertThatThrownBy(() -> rows.add(RowFactory.create("a", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Row 0 of those added to memory input 'memory-1' does not fit the schema: column 'count'"
                + " is bigint and takes java.lang.Long, but got 1 (java.lang.Integer)."
                + " See docs/errors/row-does-not-fit.md");
    assertThatThrownBy(() -> rows.add(RowFactory.create("a", null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Row 0 of those added to memory input 'memory-1' has null in column 'count', which is not"
                + " nullable: [a,null]. See docs/errors/row-does-not-fit.md");
    assertThat(rows.added()).isZero();
  }

  @Test
  void aNestedValueThatDoesNotFit(StreamHarness harness) {
    MemoryInput<Row> rows =
        harness.memoryInput(new StructType().add("s", new StructType().add("n", LongType)));
    assertThatThrownBy(() -> rows.add(RowFactory.create(RowFactory.create("no number"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Row 0 of those added to memory input 'memory-1' does not fit its schema (s STRUCT<n:"
                + " BIGINT>): [[no number]]. See docs/errors/row-does-not-fit.md")
        .hasCauseInstanceOf(RuntimeException.class);
  }

  @Test
  void anInputThatIsClosed(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput("lines", Encoders.STRING());
    lines.close();
    assertThatThrownBy(() -> lines.add("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The memory input 'lines' is closed: its test is over, or the test closed it. Add rows"
                + " before that. See docs/errors/input-closed.md");
    SocketInput socket = harness.socketInput();
    int port = socket.port();
    socket.close();
    assertThatThrownBy(() -> socket.send("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The socket input on port "
                + port
                + " is closed: its test is over, or the test closed it. Add rows before that."
                + " See docs/errors/input-closed.md");
  }

  @Test
  void aQueryThatHasDied(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            "inverse",
            numbers.toDS().map((MapFunction<Integer, Integer>) n -> 1 / n, Encoders.INT()),
            OutputMode.Append());
    numbers.add(1);
    query.processAllAvailable();
    numbers.add(0);
    Throwable death = catchThrowable(query::processAllAvailable).getCause();
    String frames =
        Arrays.stream(death.getStackTrace())
            .limit(5)
            .map(frame -> "    " + frame + "\n")
            .collect(Collectors.joining());
    assertThat(frames).contains("BadInputTest.lambda$aQueryThatHasDied");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(query::processAllAvailable)
          .isInstanceOf(QueryFailedException.class)
          .hasMessage(
              """
              Query 'inverse' has failed in batch 1: java.lang.ArithmeticException: / by zero
                batch read of memory input 'memory-1':
                  [0]
                thrown at:
              """
                  + frames
                  + "  wrapped in: StreamingQueryException <- SparkException"
                  // Spark 3.3 wraps what a task threw twice.
                  + (SparkVersion.isAtLeast("3.4") ? "\n" : " <- SparkException\n")
                  + "See docs/errors/query-failed.md")
          .hasCauseInstanceOf(ArithmeticException.class);
    }
    assertThat(query.failure()).containsInstanceOf(ArithmeticException.class);
  }

  /** It dies before its first trigger, where no step is; whoever looks next hears of it. */
  @Test
  void aQueryThatDiesBeforeItsFirstStep(StreamHarness harness) throws IOException {
    FileInput files = harness.fileInput(FileInput.Format.TEXT).addText("a");
    var writer = files.toDF().writeStream().queryName("early").format("noop");
    TestQuery first = harness.start(writer);
    first.processAllAvailable();
    first.stop();
    Path log = first.checkpointLocation().resolve("sources/0");
    Files.writeString(log.resolve("0"), "no log of files");
    Files.deleteIfExists(log.resolve(".0.crc"));
    TestQuery second = harness.restart(first, writer);
    second.awaitStart();
    assertThatThrownBy(second::table)
        .isInstanceOf(QueryFailedException.class)
        .hasMessageStartingWith("Query 'early' has failed before its first batch: java.lang.");
  }

  @Test
  void aQueryThatHasEnded(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start("echo", lines.toDF(), OutputMode.Append());
    query.stop();
    assertThatThrownBy(query::processAllAvailable)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Query 'echo' has ended, so it processes nothing any more (Spark itself would return"
                + " without a word). Start it again, or process before stop()."
                + " See docs/errors/query-ended.md");
  }

  @Test
  void aPortInUse(StreamHarness harness) {
    SocketInput socket = harness.socketInput();
    assertThatThrownBy(() -> harness.socketInput(socket.port()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Port "
                + socket.port()
                + " of "
                + socket.host()
                + " is in use, so no socket input can listen there. Call socketInput() without a port"
                + " to get a free one, and give the job socket.port()."
                + " See docs/errors/port-in-use.md");
  }

  @Test
  void aViewOfAQueryThatNeverRan(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start("echo", lines.toDF(), OutputMode.Append());
    assertThatThrownBy(query::lastBatch)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Query 'echo' has run no batch yet, so there is nothing to look at. Add rows to its input"
                + " and call processAllAvailable() first. See docs/errors/never-ran.md");
    lines.add("a");
    query.processAllAvailable();
    assertThatThrownBy(() -> query.batch(7))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The sink of query 'echo' has received no batch 7, but batches [0]."
                + " See docs/errors/no-batch.md");
  }

  @Test
  void keysThatDoNotFitTheMode(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    TestQuery append = harness.start(lines.toDF(), OutputMode.Append());
    TestQuery update = harness.start(lines.toDF().groupBy("value").count(), OutputMode.Update());
    append.processAllAvailable();
    update.processAllAvailable();
    assertThatThrownBy(() -> append.table("value"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Key columns [value] were given for a table in append mode, where rows never replace each"
                + " other by key: call table(). See docs/errors/table-keys.md");
    assertThatThrownBy(update::table)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "In update mode the table has the latest row of each key, so it needs the key columns:"
                + " table(\"word\"). The columns are [value, count]."
                + " See docs/errors/table-keys.md");
    assertThatThrownBy(() -> update.table("word"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There is no column 'word' to be a key of the table; the columns are [value, count]."
                + " See docs/errors/table-keys.md");
  }

  @Test
  void aDatasetOfAnotherSession(StreamHarness harness, LocalSpark spark) throws Exception {
    Dataset<Row> foreign = spark.newSession().readStream().format("rate").load();
    assertThatThrownBy(() -> harness.start(foreign, OutputMode.Append()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The query was started in another SparkSession than the harness's, which cannot govern it."
                + " Make the Dataset with harness.spark(). See docs/errors/other-session.md");
    assertThat(foreign.sparkSession().streams().active()).isEmpty();
  }

  @Test
  void aBatchDatasetHasNoMode(StreamHarness harness) {
    Dataset<Long> batch = harness.spark().range(1);
    assertThatThrownBy(() -> assertThatQuery(batch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "This Dataset is not a streaming one, so it has no output mode: make it from the stream of"
                + " an input, such as input.toDF(). See docs/errors/not-streaming.md");
  }

  @Test
  void aSecondContext(StreamHarness harness) {
    assertThatThrownBy(() -> LocalSpark.start("local[1]", Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "This JVM has a SparkContext already, started by other code, and there can be only one"
                + " SparkContext. Open a harness over it with StreamHarness.over(session), or stop it"
                + " first. See docs/errors/second-context.md");
  }

  @Test
  void aClosedHarness(LocalSpark spark) {
    StreamHarness harness = StreamHarness.over(spark.newSession());
    harness.close();
    assertThatThrownBy(() -> harness.memoryInput(Encoders.STRING()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This harness is closed: its test is over. See docs/errors/harness-closed.md");
  }

  /** No setter for its property. */
  public static final class HalfBean {
    public String getWord() {
      return "w";
    }
  }

  /** No constructor for Spark. */
  public static final class NoBean {
    public NoBean(String word) {}
  }

  @Test
  void aClassThatIsNoBean(StreamHarness harness) {
    assertThatThrownBy(() -> harness.memoryInput(HalfBean.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Property 'word' of class dev.weir.BadInputTest$HalfBean has no setter, so Spark would"
                + " leave it null. See docs/errors/not-a-bean.md");
    assertThatThrownBy(() -> harness.memoryInput(NoBean.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Class dev.weir.BadInputTest$NoBean has no public no-argument constructor, so Spark cannot"
                + " read it as a bean. See docs/errors/not-a-bean.md");
  }

  @Test
  void aLineWithALineBreak(StreamHarness harness) {
    SocketInput socket = harness.socketInput();
    assertThatThrownBy(() -> socket.send("a", "b\nc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Line 1 of those sent to socket input on port "
                + socket.port()
                + " has a line break in it. A line is one row: send several lines as several"
                + " arguments. See docs/errors/socket-line.md");
    assertThat(socket.added()).isZero();
  }

  @Test
  void aFileFormatThatDoesNotFit(StreamHarness harness) {
    assertThatThrownBy(() -> harness.fileInput(FileInput.Format.TEXT, COUNTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A text file has one column, value STRING, but the schema is word STRING,count BIGINT NOT"
                + " NULL. Leave the schema out: fileInput(Format.TEXT)."
                + " See docs/errors/text-schema.md");
    FileInput parquet = harness.fileInput(FileInput.Format.PARQUET, COUNTS);
    assertThatThrownBy(() -> parquet.addText("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "A file of format parquet has no lines: add rows. See docs/errors/text-schema.md");
  }

  @Test
  void aDatasetOfAnInputThatIsGone(LocalSpark spark) {
    StreamHarness first = StreamHarness.over(spark.newSession());
    MemoryInput<String> lines = first.memoryInput(Encoders.STRING());
    Dataset<Row> stale = lines.toDF();
    lines.close();
    assertThatThrownBy(
            () ->
                stale
                    .sparkSession()
                    .readStream()
                    .format("dev.weir.internal.spark.MemorySourceProvider")
                    .option("weir.memory.input", "closed")
                    .load())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The memory input that this Dataset reads has been closed with its harness. Make the"
                + " Dataset from an input of the test's own harness."
                + " See docs/errors/input-closed.md");
    first.close();
  }

  @Test
  void optionsOutOfTheirRange() {
    assertThatThrownBy(() -> HarnessOptions.defaults().withTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The timeout of a step must be positive, but is PT0S. See docs/errors/options.md");
    assertThatThrownBy(() -> HarnessOptions.defaults().withShufflePartitions(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A shuffle has at least 1 partition, but was to have 0. See docs/errors/options.md");
  }

  @Test
  void aTemporaryFolderThatIsNone(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> new HarnessFolder(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "Could not make a temporary folder in "
                + file
                + ": is it a folder, can it be written, has the disk room?"
                + " See docs/errors/temporary-folder.md");
  }

  @Test
  void anotherSpark() {
    assertThatThrownBy(() -> SparkLine.of("4.1.1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Spark 4.1.1 is on the class path, but this release of Weir drives Spark 3.3.x, 3.4.x"
                + " and 3.5.x. See docs/errors/spark-version.md");
  }
}
