package dev.weir.assertion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How actual rows differ from expected ones.
 *
 * @param missing expected rows that were not there
 * @param unexpected rows that were there and not expected, as cells
 * @param matched how many rows were as expected
 * @param misplaced the first place where the order differs, if only the order does
 */
record Differences(
    List<ExpectedRow> missing,
    List<List<@Nullable Object>> unexpected,
    int matched,
    @Nullable Integer misplaced) {

  boolean none() {
    return missing.isEmpty() && unexpected.isEmpty() && misplaced == null;
  }
}
