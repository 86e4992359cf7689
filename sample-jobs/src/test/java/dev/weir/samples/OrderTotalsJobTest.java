package dev.weir.samples;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.assertThatRows;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.RunningJob;
import dev.weir.StreamHarness;
import dev.weir.assertion.RowsAssert;
import dev.weir.input.FileInput;
import dev.weir.input.FileInput.Format;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@SparkStreamingTest
@ExtendWith(Verification.class)
class OrderTotalsJobTest {
  private static final StructType ORDERS =
      StructType.fromDDL("order_id STRING, customer STRING, amount BIGINT");

  /** A database of this test alone. Without the delay it would end with its last connection. */
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

  @AfterEach
  void dropTheDatabase() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN");
    }
  }

  @Test
  void updateModeEmitsTheTotalsThatChanged(StreamHarness harness) {
    MemoryInput<Row> orders = harness.memoryInput(ORDERS);
    TestQuery totals = harness.start(OrderTotalsJob.totals(orders.toDF()), OutputMode.Update());

    orders.add(row("1", "Ann", 500L), row("2", "Bob", 120L), row("3", "Ann", 250L));
    totals.processAllAvailable();
    orders.add(row("4", "Bob", 80L));
    totals.processAllAvailable();

    assertThat(totals).batch(0).containsExactlyInAnyOrder(row("Ann", 750L), row("Bob", 120L));
    assertThat(totals).batch(1).containsExactlyInAnyOrder(row("Bob", 200L));
  }

  @Test
  void anOrderWithoutCustomerOrAmountCountsNowhere(StreamHarness harness) {
    MemoryInput<Row> orders = harness.memoryInput(ORDERS);
    TestQuery totals = harness.start(OrderTotalsJob.writer(orders.toDF(), url));

    orders.add(row("1", null, 500L), row("2", "Bob", null), row(null, "Ann", 250L));
    totals.processAllAvailable();

    assertThatTable(harness).containsExactlyInAnyOrder(row("Ann", 250L));
  }

  @Test
  void aSecondBatchUpdatesTheTableAndDoesNotAdd(StreamHarness harness) {
    MemoryInput<Row> orders = harness.memoryInput(ORDERS);
    TestQuery totals = harness.start(OrderTotalsJob.writer(orders.toDF(), url));

    orders.add(row("1", "Ann", 500L), row("2", "Bob", 120L));
    totals.processAllAvailable();
    assertThatTable(harness).containsExactlyInAnyOrder(row("Ann", 500L), row("Bob", 120L));

    orders.add(row("3", "Ann", 250L), row("4", "Cid", 30L));
    totals.processAllAvailable();
    assertThatTable(harness)
        .containsExactlyInAnyOrder(row("Ann", 750L), row("Bob", 120L), row("Cid", 30L));
  }

  @Test
  void aReplayedBatchChangesNothing(StreamHarness harness) throws IOException {
    MemoryInput<Row> orders = harness.memoryInput(ORDERS);
    var writer = OrderTotalsJob.writer(orders.toDF(), url).option("checkpointLocation", "totals");
    TestQuery first = harness.start(writer);
    orders.add(row("1", "Ann", 500L), row("2", "Bob", 120L));
    first.processAllAvailable();
    orders.add(row("3", "Ann", 250L));
    first.processAllAvailable();
    first.stop();

    // As if the job had died after its transaction and before Spark noted the end of batch 1.
    Path commits = first.checkpointLocation().resolve("commits");
    Files.delete(commits.resolve("1"));
    Files.delete(commits.resolve(".1.crc"));
    TestQuery second = harness.start(writer);
    second.processAllAvailable();

    assertThat(second).lastStep().ranBatches(1);
    assertThat(second).batch(1).containsExactlyInAnyOrder(row("Ann", 750L));
    assertThatTable(harness).containsExactlyInAnyOrder(row("Ann", 750L), row("Bob", 120L));
  }

  @Test
  void aBatchThatFailsHalfwayLeavesNothing(StreamHarness harness) {
    MemoryInput<Row> orders = harness.memoryInput(ORDERS);
    TestQuery totals = harness.start(OrderTotalsJob.writer(orders.toDF(), url));

    // The table has room for 200 characters.
    orders.add(row("1", "Ann", 500L), row("2", "B".repeat(201), 120L), row("3", "Cid", 30L));
    assertThat(totals).fails().withCause(SQLException.class).withMessageContaining("too long");

    assertThatTable(harness).isEmpty();
  }

  @Test
  void aDatabaseThatIsNotThereFailsTheQuery(StreamHarness harness) {
    MemoryInput<Row> orders = harness.memoryInput(ORDERS);
    TestQuery totals =
        harness.start(
            OrderTotalsJob.writer(orders.toDF(), "jdbc:h2:mem:no-such-database;IFEXISTS=TRUE"));

    orders.add(row("1", "Ann", 500L));

    assertThat(totals)
        .fails()
        .inBatch(0)
        .withCause(SQLException.class)
        .withMessageContaining("Database \"mem:no-such-database\" not found");
  }

  @Test
  void theJobAsItIsShipped(StreamHarness harness) {
    FileInput orders = harness.fileInput(Format.JSON, ORDERS);
    orders.add(row("1", "Ann", 500L), row("2", "Bob", 120L));
    RunningJob job =
        harness.run(OrderTotalsJob::main, "--input", orders.folder().toString(), "--jdbc-url", url);

    job.query().processAllAvailable();
    orders.addText("{\"order_id\":\"3\",\"customer\":\"Ann\",\"amount\":250}", "no JSON");
    job.query().processAllAvailable();

    assertThat(job.query()).lastBatch().containsExactlyInAnyOrder(row("Ann", 750L));
    assertThatTable(harness).containsExactlyInAnyOrder(row("Ann", 750L), row("Bob", 120L));
  }

  private RowsAssert assertThatTable(StreamHarness harness) {
    return assertThatRows(harness.spark().read().jdbc(url, "order_totals", new Properties()));
  }
}
