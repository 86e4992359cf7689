package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.window;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.SinceSpark;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports those tests of Spark's EventTimeWatermarkSuite that are about how one is defined. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class EventTimeWatermarkDefinitionParityTest {
  private static final String ALLOW_MULTIPLE = "spark.sql.streaming.statefulOperator.allowMultiple";

  private static Dataset<Row> numbers(StreamHarness harness) {
    return harness.memoryInput(Encoders.INT()).toDF();
  }

  // EventTimeWatermarkSuite "error on bad column"
  @Test
  void needsAColumnThatIsThere(StreamHarness harness) {
    assertThatThrownBy(() -> numbers(harness).withWatermark("badColumn", "1 minute"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("badColumn");
  }

  // EventTimeWatermarkSuite "error on wrong type"
  @Test
  void needsAColumnOfTimes(StreamHarness harness) {
    assertThatThrownBy(() -> numbers(harness).withWatermark("value", "1 minute"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("value")
        .hasMessageContaining("int");
  }

  // EventTimeWatermarkSuite "delay threshold should not be negative."
  @ParameterizedTest
  @ValueSource(strings = {"-1 year", "1 year -13 months", "1 month -40 days", "-10 seconds"})
  void refusesANegativeDelay(String delay, StreamHarness harness) {
    assertThatThrownBy(() -> numbers(harness).withWatermark("value", delay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("should not be negative.");
  }

  private static Dataset<Row> definedTwice(MemoryInput<Row> pairs) {
    return pairs
        .toDF()
        .withColumn("first", timestamp_seconds(col("_1")))
        .withColumn("second", timestamp_seconds(col("_2")))
        .withWatermark("first", "1 minute")
        .select("*")
        .withWatermark("second", "2 minutes")
        .groupBy(window(col("second"), "1 minute"))
        .count();
  }

  private static MemoryInput<Row> pairsOfTimes(StreamHarness harness) {
    return harness.memoryInput(new StructType().add("_1", LongType).add("_2", LongType));
  }

  // EventTimeWatermarkSuite "overriding watermark should not be allowed by default"
  @Test
  @SinceSpark(value = "3.5", reason = "a second definition of the watermark is taken")
  void refusesASecondDefinition(StreamHarness harness) {
    MemoryInput<Row> pairs = pairsOfTimes(harness);
    TestQuery query = harness.start(definedTwice(pairs), OutputMode.Append());
    pairs.add(row(100L, 200L));
    assertThat(query)
        .fails()
        .withCause(AnalysisException.class)
        .withMessageContaining("Redefining watermark is disallowed.")
        .withMessageContaining(ALLOW_MULTIPLE);
  }

  // EventTimeWatermarkSuite "overriding watermark should not fail in compatibility mode"
  @Test
  void takesASecondDefinitionAsOldSparksDid(StreamHarness harness) {
    harness.spark().conf().set(ALLOW_MULTIPLE, "false");
    MemoryInput<Row> pairs = pairsOfTimes(harness);
    TestQuery query = harness.start(definedTwice(pairs), OutputMode.Append());
    pairs.add(row(100L, 200L));
    query.processAllAvailable();
    assertThat(query).changeLog().isEmpty();
    // The smaller of 100 - 60 and 200 - 120: the first definition still counts.
    assertThat(query).watermark().isEqualTo(Instant.ofEpochSecond(40));
  }

  private static final StructType NAME_AND_TIME =
      new StructType().add("_1", StringType).add("_2", LongType);

  private static Dataset<Row> distinctPairs(MemoryInput<Row> left, MemoryInput<Row> right) {
    Dataset<Row> first =
        left.toDF()
            .selectExpr("_1 AS id1", "timestamp_seconds(_2) AS ts1")
            .withWatermark("ts1", "1 minute");
    Dataset<Row> second =
        right
            .toDF()
            .selectExpr("_1 AS id2", "timestamp_seconds(_2) AS ts2")
            .withWatermark("ts2", "2 minutes");
    return first
        .join(second, expr("id1 = id2 AND ts1 = ts2 + INTERVAL 10 SECONDS"), "inner")
        .selectExpr("id1", "ts1", "ts2")
        .dropDuplicates()
        .selectExpr("id1", "CAST(ts1 AS LONG) AS ts1", "CAST(ts2 AS LONG) AS ts2");
  }

  // EventTimeWatermarkSuite "multiple event time columns in an input DataFrame for stateful
  // operator
  // is not allowed"
  @Test
  @SinceSpark(value = "3.5", reason = "an operator takes the first of several event times")
  void refusesTwoEventTimesInOneOperator(StreamHarness harness) {
    MemoryInput<Row> left = harness.memoryInput(NAME_AND_TIME);
    MemoryInput<Row> right = harness.memoryInput(NAME_AND_TIME);
    TestQuery query = harness.start(distinctPairs(left, right), OutputMode.Append());
    left.add(row("A", 200L), row("B", 300L));
    right.add(row("A", 190L), row("C", 350L));
    assertThat(query)
        .fails()
        .withMessageContaining("More than one event time columns are available.")
        .withMessageContaining("Please ensure there is at most one event time column per stream.");
  }

  // EventTimeWatermarkSuite "stateful operator should pick the first occurrence of event time
  // column
  // if there is multiple event time columns in compatibility mode"
  @Test
  void takesTheFirstOfTwoEventTimesAsOldSparksDid(StreamHarness harness) {
    harness.spark().conf().set(ALLOW_MULTIPLE, "false");
    MemoryInput<Row> left = harness.memoryInput(NAME_AND_TIME);
    MemoryInput<Row> right = harness.memoryInput(NAME_AND_TIME);
    TestQuery query = harness.start(distinctPairs(left, right), OutputMode.Append());
    left.add(row("A", 200L), row("B", 300L));
    right.add(row("A", 190L), row("C", 350L));
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(row("A", 200L, 190L));
  }

  // EventTimeWatermarkSuite "EventTime watermark should be ignored in batch query."
  @Test
  void meansNothingInABatchJob(StreamHarness harness) {
    Dataset<Long> times =
        harness
            .spark()
            .range(1, 101)
            .select(timestamp_seconds(col("id")).as("eventTime"))
            .withWatermark("eventTime", "1 minute")
            .select(col("eventTime").cast("long"))
            .as(Encoders.LONG());
    Assertions.assertThat(times.collectAsList())
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 100).boxed().toList());
  }

  // EventTimeWatermarkSuite "SPARK-21565: watermark operator accepts attributes from replacement"
  @Test
  void worksOnTheColumnsOfFiles(StreamHarness harness) {
    FileInput files =
        harness.fileInput(
            FileInput.Format.JSON,
            new StructType()
                .add("symbol", StringType)
                .add("price", DoubleType)
                .add("eventTime", TimestampType));
    TestQuery query =
        harness.start(
            files
                .toDF()
                .withWatermark("eventTime", "2 seconds")
                .groupBy("symbol", "eventTime")
                .agg(count("price").as("count"))
                .select("symbol", "eventTime", "count"),
            OutputMode.Append());
    files.add(row("a", 100.0, Instant.ofEpochMilli(100)));
    query.processAllAvailable();
    // Spark's test asks for no more than that it runs.
    assertThat(query).changeLog().isEmpty();
    StateOperators.of(query).total(1).updated(1);
  }

  // EventTimeWatermarkSuite "SPARK-35815: Support ANSI intervals for delay threshold", its valid
  // patterns; a month is 31 days
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "3 days|P3D",
        "Interval 3 day|P3D",
        "inTerval '3' day|P3D",
        " 5 hours|PT5H",
        "INTERVAL 5 hour|PT5H",
        "interval '5' hour|PT5H",
        "\t8 minutes|PT8M",
        "interval 8 minute|PT8M",
        "interval '8' minute|PT8M",
        "10 seconds|PT10S",
        "interval 10 second|PT10S",
        "interval '10' second|PT10S",
        "1 years|P372D",
        "interval 1 year|P372D",
        "interval '1' year|P372D",
        "1 months|P31D",
        "interval 1 month|P31D",
        "interval '1' month|P31D",
        "1 day 2 hours 3 minutes 4 seconds|P1DT2H3M4S",
        " interval 1 day 2 hours 3 minutes 4 seconds|P1DT2H3M4S",
        "\tinterval '1' day '2' hours '3' minutes '4' seconds|P1DT2H3M4S",
        "interval '1 2:3:4' day to second|P1DT2H3M4S",
        " 1 year 2 months|P434D",
        "interval 1 year 2 month|P434D",
        "interval '1' year '2' month|P434D",
        "\tinterval '1-2' year to month|P434D"
      })
  void readsADelay(String delay, Duration meant, StreamHarness harness) {
    for (boolean legacy : new boolean[] {true, false}) {
      harness.spark().conf().set("spark.sql.legacy.interval.enabled", legacy);
      Dataset<Row> timed =
          numbers(harness)
              .withColumn("eventTime", timestamp_seconds(col("value")))
              .withWatermark("eventTime", delay);
      Assertions.assertThat(
              timed.schema().apply("eventTime").metadata().getLong("spark.watermarkDelayMs"))
          .isEqualTo(meant.toMillis());
    }
  }

  // EventTimeWatermarkSuite "SPARK-35815: Support ANSI intervals for delay threshold", its invalid
  // patterns
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 foo",
        "interva 2 day",
        "intrval '3' day",
        "interval 4 foo",
        "interval '5' foo",
        "interval '1 2:3:4' day to hour",
        "interval '1 2' year to month"
      })
  void refusesADelayThatIsNone(String delay, StreamHarness harness) {
    for (boolean legacy : new boolean[] {true, false}) {
      harness.spark().conf().set("spark.sql.legacy.interval.enabled", legacy);
      Dataset<Row> timed =
          numbers(harness).withColumn("eventTime", timestamp_seconds(col("value")));
      assertThatThrownBy(() -> timed.withWatermark("eventTime", delay))
          .isInstanceOf(AnalysisException.class);
    }
  }
}
