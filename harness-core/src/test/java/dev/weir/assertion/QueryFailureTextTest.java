package dev.weir.assertion;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.assertThatQuery;
import static dev.weir.assertion.WeirAssertions.assertThatRows;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.AssertionFailedError;

/** Each kind of failure about a query, with its whole text in a file of the kind's name. */
@ExtendWith(WithHarness.class)
class QueryFailureTextTest {
  private static final String WRAPPER = "  org.apache.spark.SparkException\n";

  @Test
  void aQueryWithState(StreamHarness harness) throws IOException {
    // The rows of a state come partition by partition.
    harness.spark().conf().set("spark.sql.shuffle.partitions", "1");
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat", "dog");
    TestQuery counts =
        harness.start("counts", words.toDF().groupBy("value").count(), OutputMode.Update());
    counts.processAllAvailable();
    words.add("cat");
    counts.processAllAvailable();

    Map<String, Consumer<String>> failures = new LinkedHashMap<>();
    failures.put(
        "query-last-batch",
        as -> assertThat(counts).as(as).lastBatch().containsExactlyInAnyOrder(row("cat", 3L)));
    // The keys are the columns that the job groups by, though "dog, 2" is as near to "cat, 2".
    failures.put(
        "query-same-key",
        as ->
            assertThat(counts)
                .as(as)
                .changeLog()
                .contains(row("dog", 2L), row("cat", 3L), row("cow", 1L)));
    failures.put(
        "query-table", as -> assertThat(counts).as(as).table("value").contains(row("cat", 3L)));
    failures.put("query-new-rows", as -> assertThat(counts).as(as).newRows().hasSize(2));
    failures.put("query-state", as -> assertThat(counts).as(as).state().isEmpty());
    failures.put("query-no-watermark", as -> assertThat(counts).as(as).watermark());
    failures.put("query-state-rows", as -> assertThat(counts).as(as).hasStateRows(2, 9));
    failures.put("query-step", as -> assertThat(counts).as(as).lastStep().ranBatches(0, 1));
    failures.put("query-step-nothing", as -> assertThat(counts).as(as).lastStep().ranNothing());
    failures.put("query-step-no-data", as -> assertThat(counts).as(as).lastStep().ranNoDataBatch());
    failures.put("query-lives", as -> assertThat(counts).as(as).fails());
    // A look at what is new is a look, so that each of these sees something else.
    check(failures, "query-new-rows", "query-state-rows");
  }

  @Test
  void aQueryInEventTime(StreamHarness harness) throws IOException {
    MemoryInput<Row> clicks =
        harness.memoryInput(new StructType().add("at", DataTypes.TimestampType));
    TestQuery query =
        harness.start(
            "clicks",
            clicks.toDF().withWatermark("at", "10 minutes").dropDuplicates("at"),
            OutputMode.Append());
    clicks.add(row(Instant.parse("2024-02-05T12:20:00Z")));
    query.processAllAvailable();
    clicks.add(row(Instant.parse("2024-02-05T12:03:00Z")));
    query.processAllAvailable();

    Map<String, Consumer<String>> failures = new LinkedHashMap<>();
    failures.put("query-late-rows", as -> assertThat(query).as(as).lateRows().isEmpty());
    failures.put("query-late-row-count", as -> assertThat(query).as(as).hasLateRows(0));
    check(failures);
  }

  @Test
  void aQueryThatFails(StreamHarness harness) throws IOException {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT()).add(0);
    TestQuery query =
        harness.start(
            "inverse",
            numbers.toDS().map((MapFunction<Integer, Integer>) n -> 1 / n, Encoders.INT()),
            OutputMode.Append());
    QueryFailureAssert failure = assertThat(query).fails();

    Map<String, Consumer<String>> failures = new LinkedHashMap<>();
    failures.put("failed-cause", as -> failure.as(as).withCause(NullPointerException.class));
    failures.put("failed-batch", as -> failure.as(as).inBatch(1));
    failures.put("failed-message", as -> failure.as(as).withMessageContaining("the moon"));
    check(failures);
  }

  @Test
  void whatSparkSaysBefore(StreamHarness harness) throws IOException {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
    Dataset<Row> counts = words.toDF().groupBy("value").count();
    Map<String, Consumer<String>> failures = new LinkedHashMap<>();
    failures.put("mode-accepted", as -> assertThatQuery(counts).inUpdateMode().as(as).isRefused());
    failures.put("mode-refused", as -> assertThatQuery(counts).inAppendMode().as(as).isAccepted());
    failures.put(
        "mode-other-reason",
        as -> assertThatQuery(counts).inAppendMode().as(as).because("the moon"));
    check(failures);
  }

  @Test
  void aDataFrameOfAnotherSchema(StreamHarness harness) throws IOException {
    Dataset<Row> numbers = harness.spark().range(1).toDF();
    Map<String, Consumer<String>> failures = new LinkedHashMap<>();
    failures.put(
        "schema",
        as ->
            assertThatRows(numbers)
                .as(as)
                .containsExactlyInAnyOrder(
                    numbers.select(functions.col("id").cast("int").as("number"))));
    check(failures);
  }

  private static void check(Map<String, Consumer<String>> failures, String... once)
      throws IOException {
    for (Map.Entry<String, Consumer<String>> failure : failures.entrySet()) {
      String name = failure.getKey();
      AssertionFailedError error = Texts.failureOf(() -> failure.getValue().accept(""));
      // Where in the JDK and in this test it was thrown is another line each time.
      String text = error.getMessage().replaceAll("(?m)^    (at )?[\\w.$]+/?[\\w.$]*\\(.*\\n?", "");
      // Spark 3.3 wraps what a task threw twice.
      text =
          text.replace(WRAPPER + WRAPPER, WRAPPER)
              .replace("<- SparkException <- SparkException", "<- SparkException");
      Assertions.assertThat(text.stripTrailing() + "\n").as(name).isEqualTo(Texts.golden(name));
      Assertions.assertThat(error.isActualDefined() && error.isExpectedDefined()).isTrue();
      Assertions.assertThat(error.getActual()).as(name).isNotEqualTo(error.getExpected());
      if (!java.util.List.of(once).contains(name)) {
        // The run shows the earlier failure too.
        Assertions.assertThat(
                withoutRun(Texts.failureOf(() -> failure.getValue().accept("at the end"))))
            .isEqualTo("[at the end] " + withoutRun(error));
      }
    }
  }

  private static String withoutRun(AssertionFailedError error) {
    return error.getMessage().replaceFirst("(?s)\n+The run of query .*", "");
  }
}
