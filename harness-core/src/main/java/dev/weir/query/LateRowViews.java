package dev.weir.query;

import dev.weir.internal.spark.EngineQuery;
import dev.weir.internal.spark.LateRows;
import dev.weir.internal.spark.QueryRequest;
import dev.weir.sink.RowOrder;
import dev.weir.sink.SinkRows;
import java.util.List;
import java.util.stream.Collectors;

/** The views over the rows that a query dropped since they were behind the watermark. */
final class LateRowViews {
  private final String query;
  private final QueryRequest request;
  private final EngineQuery engine;
  private final BatchLog log;

  LateRowViews(String query, QueryRequest request, EngineQuery engine, BatchLog log) {
    this.query = query;
    this.request = request;
    this.engine = engine;
    this.log = log;
  }

  /** Those of the only place where there are any. */
  SinkRows only() {
    List<LateRows> all = engine.lateRows();
    List<LateRows> some = all.stream().filter(late -> !late.rows().isEmpty()).toList();
    if (some.size() > 1) {
      throw new IllegalStateException(
          "Query '"
              + query
              + "' has dropped late rows in several places: "
              + places(some)
              + ". Ask for those of one: lateRows(operator, input). See docs/errors/late-rows.md");
    }
    // Where none is late, the columns are those of the first place where one could be.
    List<LateRows> shown = some.isEmpty() ? all : some;
    return shown.isEmpty()
        ? rows("late rows", new LateRows(0, 0, request.schema(), List.of()))
        : of(shown.get(0));
  }

  SinkRows of(int operatorId, int input) {
    List<LateRows> all = engine.lateRows();
    for (LateRows late : all) {
      if (late.operatorId() == operatorId && late.input() == input) {
        return of(late);
      }
    }
    throw new IllegalStateException(
        "Query '"
            + query
            + "' has no operator "
            + operatorId
            + " that drops late rows of its input "
            + input
            + ", but: "
            + places(all)
            + ". See docs/errors/late-rows.md");
  }

  private SinkRows of(LateRows late) {
    return rows("late rows of " + place(late), late);
  }

  private SinkRows rows(String what, LateRows late) {
    return SinkRows.ofOneBatch(
        QueryViews.title(query, request, what),
        late.schema(),
        late.rows(),
        RowOrder.NONE,
        QueryViews.notes(log.last()));
  }

  private static String places(List<LateRows> all) {
    return all.isEmpty()
        ? "none"
        : all.stream()
            .map(late -> place(late) + " (" + QueryViews.count(late.rows().size(), "row") + ")")
            .collect(Collectors.joining(", "));
  }

  private static String place(LateRows late) {
    return "operator " + late.operatorId() + ", input " + late.input();
  }
}
