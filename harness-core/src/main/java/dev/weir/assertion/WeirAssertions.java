package dev.weir.assertion;

import dev.weir.internal.spark.ResultOrder;
import dev.weir.query.TestQuery;
import dev.weir.recovery.ArchiveCompleteness;
import dev.weir.recovery.CompatibilityReport;
import dev.weir.sink.RowOrder;
import dev.weir.sink.SinkRows;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * The entry point of the assertions, for a static import. A {@link TestQuery} can be given to
 * AssertJ's own {@code assertThat} as well.
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class WeirAssertions {
  private WeirAssertions() {}

  /** Assertions on a query and on what its sink received. */
  public static TestQueryAssert assertThat(TestQuery query) {
    return new TestQueryAssert(query);
  }

  /** Assertions on what became of a job on its golden checkpoints. */
  public static CompatibilityAssert assertThat(CompatibilityReport report) {
    return new CompatibilityAssert(report);
  }

  /** Assertions on whether an archive has the golden checkpoints that a project's jobs need. */
  public static CompletenessAssert assertThat(ArchiveCompleteness completeness) {
    return new CompletenessAssert(completeness);
  }

  /** Assertions on rows. */
  public static RowsAssert assertThat(SinkRows rows) {
    return new RowsAssert(rows);
  }

  /**
   * Assertions on what Spark says of a streaming Dataset before it runs.
   *
   * @throws IllegalArgumentException if the Dataset is not a streaming one
   */
  public static StreamingPlanAssert assertThatQuery(Dataset<?> result) {
    return new StreamingPlanAssert(result, null);
  }

  /**
   * Assertions on the rows of a Dataset that is not a streaming one: what a reader finds in a
   * sink's files, in a table, in a database. It is computed at once, by this call.
   *
   * <pre>{@code
   * assertThatRows(spark.read().parquet(folder)).containsExactlyInAnyOrder(row("cat", 2L));   // passes
   * assertThatRows(spark.read().parquet(folder)).isEmpty();                                   // fails
   * }</pre>
   *
   * @throws IllegalArgumentException if the Dataset is a streaming one
   */
  public static RowsAssert assertThatRows(Dataset<?> dataset) {
    return new RowsAssert(rowsOf(dataset));
  }

  static SinkRows rowsOf(Dataset<?> dataset) {
    if (dataset.isStreaming()) {
      throw new IllegalArgumentException(
          "This Dataset is a streaming one, so it has no rows before a query runs it:"
              + " harness.start(dataset, mode). See docs/errors/not-batch.md");
    }
    return SinkRows.ofOneBatch(
        "Dataset",
        dataset.schema(),
        dataset.toDF().collectAsList(),
        ResultOrder.isSorted(dataset) ? RowOrder.SORTED : RowOrder.NONE,
        List.of());
  }

  /**
   * Rows as a text table, to be expected in the place of {@code row(...)}s. Its first line has the
   * names of the columns, in any order; the rows of a failure, and what {@code show()} prints, are
   * such a table.
   *
   * <pre>{@code
   * assertThat(counts).table("word").containsExactlyInAnyOrder(textTable("""
   *     word | count
   *     cat  | 2
   *     dog  | 1
   *     """));
   * }</pre>
   *
   * @return rows that are read by the columns of the view, whose assertion throws an
   *     IllegalArgumentException if the text does not fit them
   */
  public static RowsInText textTable(String text) {
    return RowsInText.table(text);
  }

  /**
   * Rows as JSON, an object a line with all columns, to be expected in the place of {@code
   * row(...)}s.
   *
   * <pre>{@code
   * assertThat(counts).lastBatch().contains(jsonLines("""
   *     {"word": "cat", "count": 2}
   *     """));
   * }</pre>
   *
   * @return rows that are read by the columns of the view, whose assertion throws an
   *     IllegalArgumentException if the text does not fit them
   */
  public static RowsInText jsonLines(String text) {
    return RowsInText.jsonLines(text);
  }

  /** A row as an expectation, its values in the order of the columns. */
  public static Row row(@Nullable Object... values) {
    return RowFactory.create(values);
  }
}
