package dev.weir.samples;

import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.recovery.Recovery.verifyRecovery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.recovery.CrashPoint;
import dev.weir.recovery.JobUnderTest;
import dev.weir.recovery.RecoveryOptions;
import dev.weir.recovery.RecoveryReport;
import dev.weir.recovery.Trial;
import dev.weir.recovery.Verdict;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Properties;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a crash at each place makes of the jobs' answers. */
@Tag("slow")
@SparkStreamingTest
class RecoveryOfTheJobsTest {

  @Test
  void theWordCount(StreamHarness harness) {
    assertThat(
            verifyRecovery(
                harness,
                trial -> {
                  MemoryInput<String> lines = trial.memoryInput(Encoders.STRING());
                  trial.query(
                      WordCountJob.wordCounts(lines.toDF())
                          .writeStream()
                          .outputMode("complete")
                          .format("noop"));
                  trial.batch(() -> lines.add("cat dog", "dog"));
                  trial.batch(() -> lines.add("cat"));
                  trial.batch(() -> lines.add("emu cat"));
                }))
        .isExactlyOnce();
  }

  /** Lines by windows of ten minutes; a line may be five minutes late. */
  private static JobUnderTest windows(Row[]... batches) {
    return trial -> {
      MemoryInput<Row> lines =
          trial.harness().memoryInput(StructType.fromDDL("timestamp TIMESTAMP, value STRING"));
      trial.query(
          WindowedWordCountJob.windowedCounts(lines.toDF(), "10 minutes", "5 minutes")
              .writeStream()
              .outputMode("append")
              .format("noop"));
      for (Row[] batch : batches) {
        trial.batch(() -> lines.add(batch));
      }
    };
  }

  /** Windows come out when the watermark has passed, which a replayed batch finds as it was. */
  @Test
  void theWindowedWordCount(StreamHarness harness) {
    assertThat(
            verifyRecovery(
                harness,
                windows(
                    new Row[] {at("12:01", "cat"), at("12:04", "cat dog")},
                    new Row[] {at("12:20", "emu")},
                    // Nothing that is new comes out after this one, see below.
                    new Row[] {at("12:21", "fox")}),
                RecoveryOptions.only(
                    CrashPoint.BEFORE_OFFSET_LOG,
                    CrashPoint.AFTER_STATE_COMMIT,
                    CrashPoint.AFTER_SINK_WRITE,
                    CrashPoint.AFTER_COMMIT_LOG)))
        .isExactlyOnce();
  }

  /**
   * Spark runs no batch without data after a restart: it knows of none that asks for it
   * (MicroBatchExecution.lastExecution). If the crash was before that batch, the windows that it
   * would have closed wait for the next rows, and a late one of those still counts in them.
   */
  @Test
  void aLateLineCountsWhereTheBatchWithoutDataWasCrashed(StreamHarness harness) {
    assumeThat(harness.spark().version())
        .as("with Spark 3.3 the line is late by its own batch's watermark (SPARK-40925)")
        .isGreaterThan("3.4");
    RecoveryReport report =
        verifyRecovery(
            harness,
            windows(
                new Row[] {at("12:01", "cat")},
                new Row[] {at("12:20", "emu")},
                new Row[] {at("12:03", "late"), at("12:21", "fox")}),
            RecoveryOptions.only(CrashPoint.AFTER_COMMIT_LOG, CrashPoint.AFTER_OFFSET_LOG));
    assertThat(report.with(Verdict.DIFFERENT))
        .extracting(cell -> cell.at().toString())
        .containsExactly("after the commit log, in batch 2");
    assertThat(report.cell(CrashPoint.AFTER_COMMIT_LOG, 2).sinks().get(0).unexpected())
        .extracting(row -> row.getString(1))
        .containsExactly("late");
  }

  private static Row at(String time, String line) {
    return row(Timestamp.valueOf("2024-02-05 " + time + ":00"), line);
  }

  @Test
  void theTopTitles(StreamHarness harness) {
    assertThat(
            verifyRecovery(
                harness,
                trial -> {
                  MemoryInput<String> people = trial.memoryInput(Encoders.STRING());
                  trial.query(
                      TopTitlesJob.topTitles(
                              people.toDF().selectExpr("CAST(value AS BINARY) AS value"))
                          .writeStream()
                          .outputMode("complete")
                          .format("noop"));
                  trial.batch(() -> people.add(person("Nurse"), person("Engineer")));
                  trial.batch(() -> people.add(person("Engineer")));
                }))
        .isExactlyOnce();
  }

  private static String person(String title) {
    return "{\"id\":\"1\",\"name\":\"Ann\",\"title\":\"" + title + "\"}";
  }

  /** A write into a database, as one of the ways that there are. */
  private interface Write {
    void of(Trial trial, Dataset<Row> orders, String url);
  }

  private static JobUnderTest orders(String table, Write write) {
    return trial -> {
      MemoryInput<Row> orders =
          trial
              .harness()
              .memoryInput(StructType.fromDDL("order_id STRING, customer STRING, amount BIGINT"));
      String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
      trial.closing(() -> shutDown(url));
      write.of(trial, orders.toDF(), url);
      trial.batch(() -> orders.add(row("o1", "Ann", 500L), row("o2", "Bob", 120L)));
      trial.batch(() -> orders.add(row("o3", "Ann", 7L)));
      trial.sink(table, () -> trial.spark().read().jdbc(url, table, new Properties()));
    };
  }

  private static void shutDown(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN");
    }
  }

  /** Totals are merged by customer, in one transaction. */
  @Test
  void theOrderTotals(StreamHarness harness) {
    assertThat(
            verifyRecovery(
                harness,
                orders(
                    "ORDER_TOTALS",
                    (trial, orders, url) -> trial.query(OrderTotalsJob.writer(orders, url)))))
        .isExactlyOnce();
  }

  /**
   * Spark's own JDBC writer appends, one transaction a task: what a task had committed is doubled.
   */
  @Test
  void ordersThatAreAppendedByJdbc(StreamHarness harness) {
    RecoveryReport report =
        verifyRecovery(
            harness,
            orders(
                "ORDERS",
                (trial, orders, url) ->
                    trial.query(
                        orders
                            .writeStream()
                            .foreachBatch(
                                (Dataset<Row> batch, Long id) ->
                                    batch
                                        .write()
                                        .mode("append")
                                        .jdbc(url, "ORDERS", new Properties())))));
    assertThat(report).isAtLeastOnce();
    assertThat(report.cell(CrashPoint.AFTER_SINK_WRITE, 1).sinks().get(0).unexpected())
        .containsExactly(row("o3", "Ann", 7L));
    assertThat(report.cell(CrashPoint.IN_TASK, 0).verdict()).isEqualTo(Verdict.EXACTLY_ONCE);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).isExactlyOnce())
        .withMessageContaining("crash after the sink's write, in batch 1: doubled")
        .withMessageContaining("+ [o3,Ann,7]  is there again");
  }
}
