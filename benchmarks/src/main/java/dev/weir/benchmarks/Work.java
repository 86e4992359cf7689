package dev.weir.benchmarks;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;

/**
 * What each contender tests: a query over lines of text, and what must come of it.
 *
 * @param inputs how many inputs the query has
 * @param query from the lines of each input to the result
 * @param batches the lines of each micro-batch, for each input; they are never changed
 * @param expected what a sink has taken in the end: all rows, or in complete mode the last table
 */
record Work(
    String name,
    int inputs,
    Function<List<Dataset<Row>>, Dataset<Row>> query,
    OutputMode mode,
    List<List<List<String>>> batches,
    List<Row> expected) {

  /** A query that has one input. */
  static Work of(
      String name,
      Function<Dataset<Row>, Dataset<Row>> query,
      OutputMode mode,
      List<List<String>> batches,
      List<Row> expected) {
    return new Work(
        name,
        1,
        inputs -> query.apply(inputs.get(0)),
        mode,
        batches.stream().map(List::of).toList(),
        expected);
  }

  Work named(String other) {
    return new Work(other, inputs, query, mode, batches, expected);
  }

  boolean isComplete() {
    return mode.equals(OutputMode.Complete());
  }

  /** A contender that gets a wrong answer has not been measured. */
  void check(List<Row> rows) {
    if (rows.size() != expected.size() || !rows.containsAll(expected)) {
      throw new AssertionError(name + ": expected " + expected + ", but got " + rows);
    }
  }
}
