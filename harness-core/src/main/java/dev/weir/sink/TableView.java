package dev.weir.sink;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * The view of a sink that a reader of it has: in append mode every row, in complete mode the last
 * snapshot, in update mode the latest row of each key.
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class TableView {
  private TableView() {}

  /**
   * Folds batches into the table.
   *
   * @param batches what the sink received, all in one output mode, in the order of arrival
   * @param schema the columns
   * @param keys the columns that make a row's key, for update mode; none otherwise
   * @throws IllegalArgumentException if update mode has no keys, another mode has some, or a key is
   *     no column
   */
  public static List<Row> of(
      List<Batch> batches, String outputMode, StructType schema, List<String> keys) {
    boolean update = outputMode.equals("Update");
    if (update && keys.isEmpty()) {
      throw new IllegalArgumentException(
          "In update mode the table has the latest row of each key, so it needs the key columns: "
              + "table(\"word\"). The columns are "
              + Arrays.toString(schema.fieldNames())
              + ". See docs/errors/table-keys.md");
    }
    if (!update && !keys.isEmpty()) {
      throw new IllegalArgumentException(
          "Key columns "
              + keys
              + " were given for a table in "
              + outputMode.toLowerCase(java.util.Locale.ROOT)
              + " mode, where rows never replace each other by key: call table(). "
              + "See docs/errors/table-keys.md");
    }
    for (String key : keys) {
      if (!Arrays.asList(schema.fieldNames()).contains(key)) {
        throw new IllegalArgumentException(
            "There is no column '"
                + key
                + "' to be a key of the table; the columns are "
                + Arrays.toString(schema.fieldNames())
                + ". See docs/errors/table-keys.md");
      }
    }
    if (update) {
      return latestByKey(batches, schema, keys);
    }
    if (outputMode.equals("Complete")) {
      return batches.isEmpty() ? List.of() : batches.get(batches.size() - 1).rows();
    }
    return ChangeLog.of(batches);
  }

  private static List<Row> latestByKey(List<Batch> batches, StructType schema, List<String> keys) {
    Map<List<@Nullable Object>, Row> latest = new LinkedHashMap<>();
    for (Batch batch : batches) {
      for (Row row : batch.rows()) {
        List<@Nullable Object> key = new ArrayList<>(keys.size());
        for (String name : keys) {
          key.add(comparable(row.get(schema.fieldIndex(name))));
        }
        latest.put(key, row);
      }
    }
    return List.copyOf(latest.values());
  }

  /** Bytes are equal in Java only when they are the same array. */
  private static @Nullable Object comparable(@Nullable Object cell) {
    return cell instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : cell;
  }
}
