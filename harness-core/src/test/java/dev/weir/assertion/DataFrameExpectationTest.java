package dev.weir.assertion;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.assertThatQuery;
import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithHarness.class)
class DataFrameExpectationTest {

  private static TestQuery counts(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a", "b", "a");
    TestQuery query =
        harness.start("counts", lines.toDF().groupBy("value").count(), OutputMode.Complete());
    query.processAllAvailable();
    return query;
  }

  @Test
  void rowsNamesAndTypesAreCompared(StreamHarness harness) {
    TestQuery counts = counts(harness);
    Dataset<Row> right =
        harness.spark().sql("SELECT * FROM VALUES ('a', 2L), ('b', 1L) AS t(value, count)");
    assertThat(counts).table().containsExactlyInAnyOrder(right);

    Dataset<Row> wrongRow =
        harness.spark().sql("SELECT * FROM VALUES ('a', 2L), ('b', 2L) AS t(value, count)");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(counts).table().containsExactlyInAnyOrder(wrongRow))
        .withMessageContaining("1 missing, 1 unexpected, 1 as expected.");

    Dataset<Row> wrongType =
        harness.spark().sql("SELECT * FROM VALUES ('a', 2), ('b', 1) AS t(value, count)");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(counts).table().containsExactlyInAnyOrder(wrongType))
        .withMessage(
            "Query 'counts', complete mode, table (watermark none, 3 rows in, state 2 rows)\n\n"
                + "The expected DataFrame has another schema than the rows:\n"
                + "  expected value STRING, count INT\n"
                + "  actual   value STRING, count BIGINT\n"
                + "See docs/errors/schema-differs.md");
  }

  @Test
  void columnOrderAndNullabilityAreOptions(StreamHarness harness) {
    TestQuery counts = counts(harness);
    Dataset<Row> swapped =
        harness.spark().sql("SELECT * FROM VALUES (2L, 'a'), (1L, 'b') AS t(count, value)");
    assertThat(counts).table().ignoringColumnOrder().containsExactlyInAnyOrder(swapped);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(counts).table().containsExactlyInAnyOrder(swapped))
        .withMessageContaining("another schema");

    Dataset<Row> right = swapped.select("value", "count");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                assertThat(counts).table().withStrictNullability().containsExactlyInAnyOrder(right))
        .withMessage(
            "Query 'counts', complete mode, table (watermark none, 3 rows in, state 2 rows)\n\n"
                + "The expected DataFrame has another schema than the rows:\n"
                + "  expected value STRING NOT NULL, count BIGINT NOT NULL\n"
                + "  actual   value STRING, count BIGINT NOT NULL\n"
                + "See docs/errors/schema-differs.md");
  }

  @Test
  void aQueryCanBeGivenToAssertJItself(StreamHarness harness) {
    TestQuery counts = counts(harness);
    Assertions.assertThat(counts)
        .table()
        .contains(row("a", 2L))
        .and()
        .lastBatch()
        .hasSize(2)
        .and()
        .hasLateRows(0);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> Assertions.assertThat(counts).as("at the end").hasLateRows(1))
        .withMessage(
            "[at the end] Expecting query 'counts', complete mode to have dropped 1 row as late,"
                + " but it dropped 0 of 3 rows.\n"
                + "A row is late when the watermark of the batch before its own has passed it:"
                + " docs/errors/late-rows.md");
  }

  @Test
  void aChainWithoutAssertionIsFound(StreamHarness harness) {
    TestQuery counts = counts(harness);
    RowsAssert pending = assertThat(counts).lastBatch();
    Assertions.assertThat(harness.findings())
        .containsExactly("assertThat(counts).lastBatch() is followed by no assertion");
    pending.hasSize(2);
    Assertions.assertThat(harness.findings()).isEmpty();
  }

  @Test
  void aQueryThatShouldFailAndDoesNot(StreamHarness harness) {
    TestQuery counts = counts(harness);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(counts).fails())
        .withMessage(
            "Expecting query 'counts', complete mode to fail, but it processed all that was"
                + " available: 3 rows so far.\n"
                + "See docs/errors/did-not-fail.md");
  }

  @Test
  void sparksOpinionOfAMode(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    Dataset<Row> counts = lines.toDF().groupBy("value").count();
    assertThatQuery(counts).inAppendMode().isRefused().because("watermark");
    assertThatQuery(counts).inUpdateMode().isAccepted();
    assertThatQuery(counts).inCompleteMode().isAccepted();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThatQuery(counts).inUpdateMode().isRefused())
        .withMessage(
            "Expecting Spark to refuse the query in update mode, but it accepts it.\n"
                + "See docs/errors/output-mode.md");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThatQuery(counts).inAppendMode().isAccepted())
        .withMessageStartingWith(
            "Expecting Spark to accept the query in append mode, but it refuses it:\n"
                + "  Append output mode not supported when there are streaming aggregations")
        .withMessageEndingWith("See docs/errors/output-mode.md");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThatQuery(counts).inAppendMode().isRefused().because("the moon"))
        .withMessageStartingWith(
            "Expecting Spark's reason to refuse the query in append mode to contain\n  the moon\n"
                + "but it is\n  Append output mode");
  }
}
