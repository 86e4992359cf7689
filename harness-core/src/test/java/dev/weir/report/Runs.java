package dev.weir.report;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.window;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import dev.weir.recovery.CrashPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Runs to look at: a real one with all that can happen, and made ones of any size. */
final class Runs {
  static final StructType COUNTS = StructType.fromDDL("word string, n bigint");

  private Runs() {}

  static Row at(String time, String user) {
    return row(Instant.parse("2024-02-05T" + time + ":00Z"), user);
  }

  /** A late row, a crash, a restart and a failed assertion. */
  static Timeline eventful(StreamHarness harness) {
    MemoryInput<Row> clicks =
        harness.memoryInput(StructType.fromDDL("time timestamp, user string"));
    TestQuery query =
        harness.start(
            "clicks",
            clicks
                .toDF()
                .withWatermark("time", "10 minutes")
                .groupBy(window(col("time"), "5 minutes"), col("user"))
                .count(),
            OutputMode.Update());
    clicks.add(at("12:20", "bob"), at("12:20", "ada"));
    query.processAllAvailable();
    clicks.add(at("12:03", "cyd"), at("12:21", "bob"));
    query.processAllAvailable();
    clicks.add(at("12:24", "ada"));
    query.crash(CrashPoint.AFTER_SINK_WRITE);
    TestQuery second = query.restart();
    second.processAllAvailable();
    String message = "";
    try {
      assertThat(second).table("window", "user").isEmpty();
    } catch (AssertionError e) {
      message = e.getMessage();
    }
    return harness.timeline().ofTest("ClicksTest.countsClicks", message);
  }

  /** An append query of as many batches as wanted, each with some rows. */
  static Timeline made(int batches, int rowsOfEach) {
    List<Moment> moments = new ArrayList<>();
    Instant start = Instant.parse("2024-02-05T12:00:00Z");
    for (int i = 0; i < batches; i++) {
      List<Row> rows = new ArrayList<>();
      List<String> words = new ArrayList<>();
      for (int r = 0; r < rowsOfEach; r++) {
        rows.add(RowFactory.create("word-" + i + "-" + r, (long) r));
        words.add("word-" + i + "-" + r);
      }
      moments.add(batch(i, start.plusSeconds(i), rows, words));
    }
    moments.add(new Moment.FailedAssertion("Query 'made'", OptionalLong.empty(), "made to fail"));
    return timeline(COUNTS, moments);
  }

  static Timeline ofRows(StructType schema, List<Row> rows) {
    List<String> words = rows.stream().map(Row::toString).toList();
    return timeline(schema, List.of(batch(0, Instant.EPOCH, schema, rows, words)));
  }

  private static Moment.Batch batch(long id, Instant time, List<Row> rows, List<String> words) {
    return batch(id, time, COUNTS, rows, words);
  }

  private static Moment.Batch batch(
      long id, Instant time, StructType schema, List<Row> rows, List<String> words) {
    return new Moment.Batch(
        id,
        false,
        true,
        true,
        "processAllAvailable",
        (int) id + 1,
        time,
        1.5,
        Optional.of(time),
        Optional.of(time),
        Optional.of(time.plusSeconds(5)),
        rows.size(),
        List.of(new Moment.InputRows("memory input 'made'", rows.size(), words)),
        "append",
        schema,
        rows,
        0,
        List.of(),
        List.of(new Moment.OperatorState("dedupe", id, 100 * id, 1, 0, 0)),
        List.of(new Moment.Phase("planning", 1), new Moment.Phase("sink write", 0.5)));
  }

  private static Timeline timeline(StructType schema, List<Moment> moments) {
    List<String> columns = List.of(schema.fieldNames());
    return Timeline.ofQueries(
        List.of(
            new QueryTimeline(
                "made",
                "append",
                "NoopTable",
                "ProcessingTimeTrigger(0)",
                columns,
                columns.subList(0, 1),
                false,
                List.of("dedupe"),
                List.of("memory input 'made'"),
                moments)));
  }

  /** Values that try to be something else than values. */
  static List<Row> hostile() {
    Row deep =
        RowFactory.create(
            RowFactory.create(List.of("</script><img src=x onerror=window.hacked=1>")));
    return List.of(
        RowFactory.create("<script>window.hacked=1</script>", 1L, deep),
        RowFactory.create("\"quotes\" & 'more' <!-- <b>", 2L, null),
        RowFactory.create("\u202eevil \u0000\u0007\u001b[31m\u2028 \ud83d", null, null),
        RowFactory.create("x".repeat(1 << 20), null, null));
  }

  static final StructType HOSTILE =
      new StructType()
          .add("</script><script>window.hacked=1</script>", DataTypes.StringType)
          .add("n", DataTypes.LongType)
          .add("deep", DataTypes.StringType);

  /** A row of five hundred columns, of which the last are null. */
  static Timeline wide() {
    StructType schema = new StructType();
    Object[] cells = new Object[500];
    for (int i = 0; i < cells.length; i++) {
      schema = schema.add("column" + i, DataTypes.StringType);
      cells[i] = i < 400 ? "cell" + i : null;
    }
    return ofRows(schema, List.of(RowFactory.create(cells)));
  }
}
