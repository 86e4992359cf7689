package dev.weir.assertion;

import dev.weir.query.TestQuery;
import dev.weir.sink.SinkRows;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * The entry point of the assertions, for a static import. A {@link TestQuery} can be given to
 * AssertJ's own {@code assertThat} as well.
 */
public final class WeirAssertions {
  private WeirAssertions() {}

  /** Assertions on a query and on what its sink received. */
  public static TestQueryAssert assertThat(TestQuery query) {
    return new TestQueryAssert(query);
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
    return new StreamingPlanAssert(result);
  }

  /** A row as an expectation, its values in the order of the columns. */
  public static Row row(@Nullable Object... values) {
    return RowFactory.create(values);
  }
}
