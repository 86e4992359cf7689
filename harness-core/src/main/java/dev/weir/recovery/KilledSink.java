package dev.weir.recovery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * What became of the rows of one sink, as its reader sees it, compared with a run without a kill.
 *
 * @param sink the sink's name in the {@link Trial}
 * @param lost rows that should be there and are not
 * @param doubled rows that should be there, and are there more often
 * @param unexpected rows that should not be there at all, such as a total that counts a batch twice
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record KilledSink(String sink, List<Row> lost, List<Row> doubled, List<Row> unexpected) {

  static KilledSink of(SinkContents expected, SinkContents actual) {
    Set<Object> known = new HashSet<>();
    expected.rows().forEach(row -> known.add(key(row)));
    List<Row> doubled = new ArrayList<>();
    List<Row> unexpected = new ArrayList<>();
    for (Row row : without(actual.rows(), expected.rows())) {
      (known.contains(key(row)) ? doubled : unexpected).add(row);
    }
    return new KilledSink(
        expected.sink(),
        without(expected.rows(), actual.rows()),
        List.copyOf(doubled),
        List.copyOf(unexpected));
  }

  /** The rows that are left when each of the others takes one like it away. */
  private static List<Row> without(List<Row> rows, List<Row> others) {
    Map<Object, Integer> counts = new HashMap<>();
    others.forEach(row -> counts.merge(key(row), 1, Integer::sum));
    List<Row> left = new ArrayList<>();
    for (Row row : rows) {
      if (counts.merge(key(row), -1, Integer::sum) < 0) {
        left.add(row);
      }
    }
    return List.copyOf(left);
  }

  /** By value, as arrays of bytes are none. */
  private static Object key(Row row) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Object value = row.get(i);
      values.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
    }
    return values;
  }

  /** Whether its reader sees nothing of the kills. */
  public boolean isUndisturbed() {
    return lost.isEmpty() && doubled.isEmpty() && unexpected.isEmpty();
  }
}
