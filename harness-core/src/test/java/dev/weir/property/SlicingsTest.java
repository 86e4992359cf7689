package dev.weir.property;

import static dev.weir.property.Slicings.verifySlicings;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.assertion.Texts;
import dev.weir.query.QueryFailedException;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.AssertionFailedError;

@ExtendWith(WithHarness.class)
class SlicingsTest {
  private static final List<String> WORDS = List.of("cat", "dog");

  private static final StructType CLICKS =
      new StructType().add("time", DataTypes.TimestampType).add("user", DataTypes.StringType);

  /** The last one is long after the others, so that their windows are closed. */
  private static final List<Row> IN_TIME = List.of(click("12:01", "ann"), click("13:00", "ann"));

  private static final List<Row> APART = List.of(click("12:01", "ann"), click("12:06", "bob"));

  private static final List<Row> LATE =
      List.of(click("12:30", "ann"), click("12:31", "bob"), click("12:01", "eve"));

  private static Row click(String time, String user) {
    return RowFactory.create(
        java.sql.Timestamp.from(Instant.parse("2024-02-05T" + time + ":00Z")), user);
  }

  private static Dataset<Row> counts(Dataset<Row> words) {
    return words.groupBy("value").count();
  }

  private static Dataset<Row> windows(Dataset<Row> clicks) {
    return clicks
        .withWatermark("time", "10 minutes")
        .groupBy(window(col("time"), "5 minutes"))
        .count();
  }

  /** What nobody should do: each micro-batch by itself. */
  private static Dataset<Row> ofEachBatch(Dataset<Row> words, MapFunction<Double, Double> result) {
    return words
        .as(Encoders.STRING())
        .repartition(1)
        .mapPartitions(
            (MapPartitionsFunction<String, Double>)
                rows -> {
                  double count = 0;
                  while (rows.hasNext()) {
                    rows.next();
                    count++;
                  }
                  return count == 0 ? noRow() : List.of(result.call(count)).iterator();
                },
            Encoders.DOUBLE())
        .toDF();
  }

  private static Iterator<Double> noRow() {
    return List.<Double>of().iterator();
  }

  private static Dataset<Row> sizes(Dataset<Row> words) {
    return ofEachBatch(words, count -> count);
  }

  private static SlicingReport verify(StreamHarness harness) {
    return verifySlicings(harness, Encoders.STRING(), WORDS, SlicingsTest::counts);
  }

  @Test
  void aCountIsTheSameInEachWay(StreamHarness harness) {
    SlicingReport report = verify(harness);
    assertThat(report).isInvariant().equalsBatch().isCoherent();
    assertThat(report)
        .hasToString(
            """
                 update     complete
            2    ok         ok
            1+1  ok         ok
            """);
    assertThat(SparkSession.active()).isSameAs(harness.spark());
    assertThat(harness.queries()).isEmpty();
  }

  @Test
  void windowsWithoutLateRowsAreTheSameInEachWay(StreamHarness harness) {
    SlicingReport report = verifySlicings(harness, CLICKS, IN_TIME, SlicingsTest::windows);
    assertThat(report).isInvariant().equalsBatch().isCoherent();
    assertThat(report)
        .hasToString(
            """
                 append     update     complete
            2    ok         ok         ok
            1+1  ok         ok         ok
            """);
  }

  @Test
  void aBatchBySize(StreamHarness harness) throws IOException {
    SlicingReport report =
        verifySlicings(
            harness, Encoders.STRING(), List.of("cat", "dog", "cat"), SlicingsTest::sizes);
    // Append and update mode give the same wrong answer.
    assertThat(report).isCoherent();
    AssertionFailedError failure =
        Texts.failureOf(() -> assertThat(report).as("sizes").isInvariant());
    assertThat(failure.getMessage() + "\n").isEqualTo(Texts.golden("slicing-not-invariant"));
    assertThat(failure.getExpected().getStringRepresentation())
        .isEqualTo("one answer however the rows are cut into micro-batches");
    assertThat(failure.getActual().getStringRepresentation()).isEqualTo(report.toString());
  }

  @Test
  void lateRowsAreDroppedByTheStreamInUpdateMode(StreamHarness harness) throws IOException {
    SlicingReport report = verifySlicings(harness, CLICKS, LATE, SlicingsTest::windows, inTwo());
    assertThat(Texts.failureOf(() -> assertThat(report).equalsBatch()).getMessage() + "\n")
        .isEqualTo(Texts.golden("slicing-not-as-batch"));
    assertThat(Texts.failureOf(() -> assertThat(report).isCoherent()).getMessage() + "\n")
        .isEqualTo(Texts.golden("slicing-not-coherent"));
  }

  private static SlicingOptions inTwo() {
    return SlicingOptions.defaults().inModes(OutputMode.Update(), OutputMode.Complete());
  }

  /** A part of the answer will do in append mode, but no other answer. */
  @Test
  void aWindowThatIsClosedTooEarly(StreamHarness harness) {
    List<Row> clicks = List.of(click("12:01", "ann"), click("12:30", "bob"), click("12:02", "eve"));
    SlicingReport report =
        verifySlicings(
            harness,
            CLICKS,
            clicks,
            SlicingsTest::windows,
            SlicingOptions.defaults()
                .inModes(OutputMode.Append(), OutputMode.Complete())
                .atMost(2));
    String difference =
        """
           window                                       | count
         - [2024-02-05T12:00:00Z, 2024-02-05T12:05:00Z] | 1      expected
         + [2024-02-05T12:00:00Z, 2024-02-05T12:05:00Z] | 2      emitted  <<< count
        """;
    assertThat(Texts.failureOf(() -> assertThat(report).equalsBatch()))
        .hasMessageContaining("\nThe batch\n\n" + difference)
        .hasMessageContaining("1+1+1  DIFFERENT  ok\n");
    assertThat(Texts.failureOf(() -> assertThat(report).isCoherent()))
        .hasMessageContaining("complete mode, table (watermark 2024-02-05T12:20:00Z")
        .hasMessageContaining(difference)
        .hasMessageContaining("1+1+1  DIFFERENT  ok\n");
  }

  @Test
  void aRunThatFails(StreamHarness harness) {
    SlicingReport report =
        verifySlicings(
            harness,
            Encoders.STRING(),
            WORDS,
            words ->
                ofEachBatch(
                    words,
                    count -> {
                      if (count == 1) {
                        throw new IllegalStateException("one row alone");
                      }
                      return 1.0;
                    }),
            SlicingOptions.defaults());
    assertThat(report)
        .hasToString(
            """
                 append     update
            2    ok         ok
            1+1  FAILED     FAILED
            """);
    assertThatThrownBy(() -> assertThat(report).isInvariant())
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("The smallest case that was found, in append mode:\nbatch 0:\n")
        .hasMessageContaining("Query '1+1' has failed in batch 0: java.lang.IllegalStateException")
        .hasMessageContaining("one row alone");
    assertThat(Texts.failureOf(() -> assertThat(report).isCoherent()))
        .hasMessageStartingWith(
            """
            Expecting the same answer in each output mode, but of 4 runs 2 give another one:

                 append     update
            2    ok         ok
            1+1  FAILED     FAILED

            The smallest case that was found, in append mode:
            """);
  }

  @Test
  void numbersMayBeALittleApart(StreamHarness harness) {
    SlicingOptions complete = SlicingOptions.defaults().inModes(OutputMode.Complete());
    assertThat(largest(harness, complete.withTolerance(1e-6))).isInvariant();
    assertThatThrownBy(() -> assertThat(largest(harness, complete)).isInvariant())
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining(" - 1.000000002")
        .hasMessageContaining(" + 1.000000001");
  }

  private static SlicingReport largest(StreamHarness harness, SlicingOptions options) {
    return verifySlicings(
        harness,
        Encoders.STRING(),
        WORDS,
        words -> ofEachBatch(words, count -> 1 + count * 1e-9).groupBy().max("value"),
        options);
  }

  @Test
  void aKeyThatThePlanDoesNotSay(StreamHarness harness) {
    assertThat(
            verifySlicings(
                harness,
                CLICKS,
                IN_TIME,
                clicks -> windows(clicks).select("window.start", "count"),
                inTwo().keyedBy("start")))
        .isInvariant()
        .isCoherent();
    // By a column that is no key, a row takes the place of others.
    assertThatThrownBy(
            () ->
                assertThat(
                        verifySlicings(
                            harness,
                            CLICKS,
                            APART,
                            clicks -> windows(clicks).select("window.start", "count"),
                            inTwo().keyedBy("count")))
                    .isCoherent())
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("update mode, table by count");
  }

  @Test
  void oneWayOnly(StreamHarness harness) {
    assertThatThrownBy(
            () -> verifySlicings(harness, Encoders.STRING(), List.of("cat"), SlicingsTest::counts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "One row cannot be cut into micro-batches in different ways: give two at least."
                + SlicingMessages.PAGE);
    assertThatThrownBy(
            () -> verifySlicings(harness, Encoders.STRING(), List.of(), SlicingsTest::counts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "No row cannot be cut into micro-batches in different ways: give two at least."
                + SlicingMessages.PAGE);
  }

  @Test
  void aJobThatSparkTakesInNoMode(StreamHarness harness) {
    assertThatThrownBy(
            () ->
                verifySlicings(harness, Encoders.STRING(), WORDS, words -> words.orderBy("value")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Spark takes the job in no output mode: Sorting is not supported on streaming"
                + " DataFrames/Datasets, unless it is on aggregated DataFrame/Dataset in Complete"
                + " output mode"
                + SlicingMessages.PAGE);
  }

  @Test
  void aTableWithoutAKey(StreamHarness harness) {
    assertThatThrownBy(
            () ->
                verifySlicings(
                    harness, Encoders.STRING(), WORDS, words -> counts(words).select("count")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The table of update mode has the latest row of each key, and the job's plan does not say"
                + " which columns those are. Name them, SlicingOptions.defaults().keyedBy(\"word\"),"
                + " or leave that mode out, inModes(OutputMode.Complete())."
                + SlicingMessages.PAGE);
  }

  @Test
  void nothingToCompare(StreamHarness harness) {
    assertThatThrownBy(
            () ->
                verifySlicings(
                    harness, Encoders.STRING(), WORDS, words -> words.filter("value = 'cow'")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "In append mode the job gives no row of these, so nothing would be compared. Give it rows"
                + " of which it gives some."
                + SlicingMessages.PAGE);
    assertThatThrownBy(
            () -> verifySlicings(harness, CLICKS, LATE.subList(0, 2), SlicingsTest::windows))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "In append mode the job gives no row of these, so nothing would be compared. Let a last"
                + " row have a later event time, so that the watermark closes something, or leave the"
                + " mode out with SlicingOptions.defaults().inModes(...)."
                + SlicingMessages.PAGE);
  }

  @Test
  void aJobThatDoesNotRunOverABatch(StreamHarness harness) {
    SlicingReport report =
        verifySlicings(
            harness,
            Encoders.STRING(),
            WORDS,
            words -> {
              if (!words.isStreaming()) {
                throw new UnsupportedOperationException("only streams");
              }
              return counts(words);
            },
            SlicingOptions.defaults().inModes(OutputMode.Complete()));
    assertThat(report).isInvariant();
    assertThatThrownBy(() -> assertThat(report).equalsBatch())
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "The job cannot be run over a batch, so there is nothing to compare with: only streams\n"
                + SlicingMessages.PAGE.strip());
    assertThatThrownBy(() -> assertThat(report).isCoherent())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The job was run in complete mode only, so there is no other to compare with."
                + SlicingMessages.PAGE);
  }

  @Test
  void aJobThatFailsAnyway(StreamHarness harness) {
    assertThatThrownBy(
            () ->
                verifySlicings(
                    harness,
                    Encoders.STRING(),
                    WORDS,
                    words ->
                        ofEachBatch(
                            words,
                            count -> {
                              throw new IllegalStateException("always");
                            })))
        .isInstanceOf(QueryFailedException.class)
        .hasMessageContaining("always");
  }

  @Test
  void optionsThatAreNone() {
    assertThatThrownBy(() -> SlicingOptions.defaults().atMost(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Slicings are compared with each other, so it takes two at least, but this is 1. See"
                + " docs/errors/options.md");
    assertThatThrownBy(() -> SlicingOptions.defaults().withTolerance(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A tolerance is positive, but this is 0.0. See docs/errors/options.md");
  }
}
