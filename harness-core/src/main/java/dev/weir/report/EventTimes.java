package dev.weir.report;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Where a row stands in event time. */
final class EventTimes {
  /** The mark that {@code withWatermark} leaves at its column (EventTimeWatermark.delayKey). */
  private static final String MARK = "spark.watermarkDelayMs";

  private EventTimes() {}

  static Optional<Instant> of(Row row, StructType schema) {
    StructField[] fields = schema.fields();
    for (int i = 0; i < fields.length; i++) {
      if (fields[i].metadata().contains(MARK)) {
        return Optional.ofNullable(instant(row.get(i)));
      }
    }
    return Optional.empty();
  }

  private static @Nullable Instant instant(@Nullable Object cell) {
    if (cell instanceof Timestamp timestamp) {
      return timestamp.toInstant();
    }
    if (cell instanceof Instant instant) {
      return instant;
    }
    // A window counts by its end.
    return cell instanceof Row window && window.length() == 2 ? instant(window.get(1)) : null;
  }
}
