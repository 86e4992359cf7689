package dev.weir.kafka;

import dev.weir.assertion.WeirAssertions;
import dev.weir.query.TestQuery;
import dev.weir.sink.Batch;
import dev.weir.sink.RowOrder;
import dev.weir.sink.SinkRows;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** What the runs of one test gave: the first that passed is what the others must agree with. */
final class TwinResults {

  /**
   * What one query emitted.
   *
   * @param rows in complete mode the last snapshot, else all rows
   */
  private record Result(StructType schema, List<Row> rows) {
    static Result of(TestQuery query) {
      List<Batch> batches = query.batches();
      if (batches.isEmpty()) {
        return new Result(new StructType(), List.of());
      }
      Batch last = batches.get(batches.size() - 1);
      return new Result(
          last.schema(),
          query.outputMode().equals("complete")
              ? last.rows()
              : batches.stream().flatMap(batch -> batch.rows().stream()).toList());
    }
  }

  private final boolean compare;
  private @Nullable BrokerKind firstKind;
  private List<Result> first = List.of();

  TwinResults(boolean compare) {
    this.compare = compare;
  }

  /**
   * Compares, or keeps what comes first.
   *
   * @throws AssertionError if a query gave something else than in the first run
   */
  synchronized void add(BrokerKind kind, List<TestQuery> queries) {
    List<Result> results = queries.stream().map(Result::of).toList();
    if (firstKind == null) {
      firstKind = kind;
      first = results;
    } else if (compare) {
      compare(kind, firstKind, queries, results);
    }
  }

  private void compare(
      BrokerKind kind, BrokerKind other, List<TestQuery> queries, List<Result> results) {
    if (results.size() != first.size()) {
      throw new AssertionError(TwinMessages.queries(kind, results.size(), other, first.size()));
    }
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      SinkRows rows =
          SinkRows.ofOneBatch(
              TwinMessages.title(queries.get(i).name(), kind, other),
              result.schema(),
              result.rows(),
              RowOrder.NONE,
              List.of());
      WeirAssertions.assertThat(rows).containsExactlyInAnyOrder(first.get(i).rows().toArray());
    }
  }
}
