package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.assertThatQuery;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.session_window;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports Spark's StreamingSessionWindowSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class StreamingSessionWindowParityTest {
  private static final StructType LINE_AND_SECOND =
      new StructType().add("value", "string").add("timestamp", "long");
  private static final String MERGE =
      "spark.sql.streaming.sessionWindow.merge.sessions.in.local.partition";

  private static Dataset<Row> sessions(MemoryInput<Row> lines, Column window) {
    return lines
        .toDF()
        .withColumn("eventTime", col("timestamp").cast("timestamp"))
        .withWatermark("eventTime", "30 seconds")
        .selectExpr("explode(split(value, ' ')) AS sessionId", "eventTime")
        .groupBy(window.as("session"), col("sessionId"))
        .agg(count("*").as("numEvents"))
        .selectExpr(
            "sessionId",
            "CAST(session.start AS LONG)",
            "CAST(session.end AS LONG)",
            "CAST(session.end AS LONG) - CAST(session.start AS LONG) AS durationMs",
            "numEvents");
  }

  private static Dataset<Row> sessionsOfTenSeconds(MemoryInput<Row> lines) {
    return sessions(lines, session_window(col("eventTime"), "10 seconds"));
  }

  private static Row session(String word, long start, long end, long length, long events) {
    return row(word, start, end, length, events);
  }

  // StreamingSessionWindowSuite "complete mode - session window"
  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void completeMode(String merge, StreamHarness harness) {
    harness.spark().conf().set(MERGE, merge);
    MemoryInput<Row> lines = harness.memoryInput(LINE_AND_SECOND);
    TestQuery query = harness.start(sessionsOfTenSeconds(lines), OutputMode.Complete());

    lines.add(
        row("hello world spark streaming", 40L), row("world hello structured streaming", 41L));
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(
            session("hello", 40, 51, 11, 2),
            session("world", 40, 51, 11, 2),
            session("streaming", 40, 51, 11, 2),
            session("spark", 40, 50, 10, 1),
            session("structured", 41, 51, 10, 1));

    // New sessions before the others.
    lines.add(row("spark streaming", 25L));
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(
            session("spark", 25, 35, 10, 1),
            session("streaming", 25, 35, 10, 1),
            session("hello", 40, 51, 11, 2),
            session("world", 40, 51, 11, 2),
            session("streaming", 40, 51, 11, 2),
            session("spark", 40, 50, 10, 1),
            session("structured", 41, 51, 10, 1));

    // Two sessions become one.
    lines.add(row("spark streaming", 30L));
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(
            session("spark", 25, 50, 25, 3),
            session("streaming", 25, 51, 26, 4),
            session("hello", 40, 51, 11, 2),
            session("world", 40, 51, 11, 2),
            session("structured", 41, 51, 10, 1));

    // New sessions after the others.
    lines.add(row("hello apache spark", 60L));
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(
            session("spark", 25, 50, 25, 3),
            session("streaming", 25, 51, 26, 4),
            session("hello", 40, 51, 11, 2),
            session("world", 40, 51, 11, 2),
            session("structured", 41, 51, 10, 1),
            session("hello", 60, 70, 10, 1),
            session("apache", 60, 70, 10, 1),
            session("spark", 60, 70, 10, 1));
    lines.add(row("structured streaming", 90L));
    query.processAllAvailable();
    assertThat(query)
        .table()
        .containsExactlyInAnyOrder(
            session("spark", 25, 50, 25, 3),
            session("streaming", 25, 51, 26, 4),
            session("hello", 40, 51, 11, 2),
            session("world", 40, 51, 11, 2),
            session("structured", 41, 51, 10, 1),
            session("hello", 60, 70, 10, 1),
            session("apache", 60, 70, 10, 1),
            session("spark", 60, 70, 10, 1),
            session("structured", 90, 100, 10, 1),
            session("streaming", 90, 100, 10, 1));
  }

  // StreamingSessionWindowSuite "append mode - session window"
  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void appendMode(String merge, StreamHarness harness) {
    harness.spark().conf().set(MERGE, merge);
    MemoryInput<Row> lines = harness.memoryInput(LINE_AND_SECOND);
    TestQuery query = harness.start(sessionsOfTenSeconds(lines), OutputMode.Append());
    emitsNothingUpTo(query, lines);
    lines.add(row("structured streaming", 90L));
    query.processAllAvailable();
    assertThat(query).watermark().isEqualTo("1970-01-01T00:01:00Z");
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(
            session("spark", 25, 50, 25, 3),
            session("streaming", 25, 51, 26, 4),
            session("hello", 40, 51, 11, 2),
            session("world", 40, 51, 11, 2),
            session("structured", 41, 51, 10, 1));
  }

  // StreamingSessionWindowSuite "SPARK-36465: dynamic gap duration"
  @Test
  void aGapThatDependsOnTheRow(StreamHarness harness) {
    UDF1<String, String> gap =
        word ->
            switch (word) {
              case "hello" -> "1 second";
              // A gap of zero or less takes the row out.
              case "structured" -> "0 second";
              case "world" -> "-10 seconds";
              default -> "10 seconds";
            };
    MemoryInput<Row> lines = harness.memoryInput(LINE_AND_SECOND);
    TestQuery query =
        harness.start(
            sessions(
                lines,
                session_window(
                    col("eventTime"), udf(gap, DataTypes.StringType).apply(col("sessionId")))),
            OutputMode.Append());
    emitsNothingUpTo(query, lines);
    lines.add(row("structured streaming", 90L));
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(
            session("spark", 25, 50, 25, 3),
            session("streaming", 25, 51, 26, 4),
            session("hello", 40, 42, 2, 2));
  }

  /** As long as the watermark has not passed the end of a session. */
  private static void emitsNothingUpTo(TestQuery query, MemoryInput<Row> lines) {
    lines.add(
        row("hello world spark streaming", 40L), row("world hello structured streaming", 41L));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    assertThat(query).watermark().isEqualTo("1970-01-01T00:00:11Z");
    lines.add(row("spark streaming", 25L));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    assertThat(query).hasLateRows(0);
    // Both words are late: their sessions would end at 10.
    lines.add(row("spark streaming", 0L));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    assertThat(query).hasLateRows(2);
    lines.add(row("spark streaming", 30L));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    lines.add(row("hello apache spark", 60L));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    assertThat(query).watermark().isEqualTo("1970-01-01T00:00:30Z");
  }

  // StreamingSessionWindowSuite "update mode - session window"
  @Test
  void updateModeIsRefused(StreamHarness harness) {
    MemoryInput<Row> lines = harness.memoryInput(LINE_AND_SECOND);
    assertThatQuery(sessionsOfTenSeconds(lines))
        .inUpdateMode()
        .isRefused()
        .because("Update output mode", "not supported", "for session window");
  }

  // StreamingSessionWindowSuite "append mode - session window - no key"
  @Test
  void withoutAKeyItFails(StreamHarness harness) {
    MemoryInput<Integer> seconds = harness.memoryInput(Encoders.INT());
    TestQuery query =
        harness.start(
            seconds
                .toDF()
                .withColumn("eventTime", col("value").cast("timestamp"))
                .withWatermark("eventTime", "10 seconds")
                .groupBy(session_window(col("eventTime"), "5 seconds").as("session"))
                .agg(count("*").as("count"), sum("value").as("sum"))
                .selectExpr(
                    "CAST(session.start AS LONG)", "CAST(session.end AS LONG)", "count", "sum"),
            OutputMode.Append());
    seconds.add(40);
    assertThat(query)
        .fails()
        .withCause(AnalysisException.class)
        .withMessageContaining("lobal aggregation with session window");
  }
}
