package dev.weir.internal.spark;

import org.apache.spark.sql.connector.read.streaming.Offset;

/** How many rows of a {@link MemoryBuffer} lie before a place in it; for continuous queries. */
final class RowOffset extends Offset {
  private static final String BEFORE = "{\"rows\":";
  private static final String AFTER = "}";

  private final long rows;

  RowOffset(long rows) {
    this.rows = rows;
  }

  static RowOffset of(String json) {
    if (!isOne(json)) {
      throw new IllegalStateException(
          "A continuous query of a memory input cannot begin at " + json);
    }
    return new RowOffset(
        Long.parseLong(json.substring(BEFORE.length(), json.length() - AFTER.length())));
  }

  /** Whether an offset is one of these, and not one of a micro-batch query. */
  static boolean isOne(String json) {
    return json.startsWith(BEFORE);
  }

  long rows() {
    return rows;
  }

  @Override
  public String json() {
    return BEFORE + rows + AFTER;
  }
}
