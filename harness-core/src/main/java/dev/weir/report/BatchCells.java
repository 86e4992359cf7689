package dev.weir.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page shows of the rows of one batch.
 *
 * @param emitted the cells of what the sink received; null where that is left out
 * @param inputs the rows of each source, in words
 * @param late the late rows, in words
 */
record BatchCells(
    @Nullable List<List<@Nullable String>> emitted, List<List<String>> inputs, List<String> late) {

  static BatchCells of(Moment.Batch batch, PageBudget budget) {
    List<List<@Nullable String>> emitted = budget.cells(batch.emitted());
    int shown = emitted == null ? 0 : emitted.size();
    if (shown < batch.emitted().size()) {
      budget.leaveOut(
          "Rows are left out where there are too many for a page: the last ones of the run are"
              + " here, and each batch says how many of its rows are.");
    }
    List<List<String>> inputs = new ArrayList<>();
    for (Moment.InputRows input : batch.inputs()) {
      inputs.add(budget.words(input.rows()));
    }
    List<String> late = new ArrayList<>();
    for (Moment.LateRow row : budget.late(batch.lateRows())) {
      late.add(budget.value(row.row()));
    }
    return new BatchCells(emitted, inputs, late);
  }
}
