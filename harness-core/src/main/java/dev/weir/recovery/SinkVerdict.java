package dev.weir.recovery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What has become of one sink.
 *
 * @param sink the sink's name in the trial
 * @param verdict in one word
 * @param missing the rows that a run without a crash leaves there and this one has not, each as
 *     often as it is missing
 * @param unexpected the rows that are there and should not be, each as often as it is too many
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record SinkVerdict(String sink, Verdict verdict, List<Row> missing, List<Row> unexpected) {

  /** Compares by value, in any order, each row as often as it is there. */
  static SinkVerdict of(SinkContents expected, SinkContents actual) {
    List<Row> missing = minus(expected.rows(), actual.rows());
    List<Row> unexpected = minus(actual.rows(), expected.rows());
    return new SinkVerdict(
        expected.sink(), verdict(expected.rows(), missing, unexpected), missing, unexpected);
  }

  private static Verdict verdict(List<Row> expected, List<Row> missing, List<Row> unexpected) {
    if (missing.isEmpty() && unexpected.isEmpty()) {
      return Verdict.EXACTLY_ONCE;
    }
    if (unexpected.isEmpty()) {
      return Verdict.LOST;
    }
    Set<Object> known = expected.stream().map(SinkVerdict::key).collect(Collectors.toSet());
    boolean copies = unexpected.stream().map(SinkVerdict::key).allMatch(known::contains);
    return missing.isEmpty() && copies ? Verdict.DOUBLED : Verdict.DIFFERENT;
  }

  private static List<Row> minus(List<Row> rows, List<Row> others) {
    Map<Object, Integer> left = new HashMap<>();
    others.forEach(row -> left.merge(key(row), 1, Integer::sum));
    List<Row> difference = new ArrayList<>();
    for (Row row : rows) {
      Integer count = left.getOrDefault(key(row), 0);
      if (count == 0) {
        difference.add(row);
      } else {
        left.put(key(row), count - 1);
      }
    }
    return difference;
  }

  /** Equal for equal values, which arrays of bytes by themselves are not. */
  private static Object key(Object value) {
    if (value instanceof Row row) {
      List<Object> values = new ArrayList<>(row.length());
      for (int i = 0; i < row.length(); i++) {
        values.add(row.isNullAt(i) ? "null" : key(row.get(i)));
      }
      return values;
    }
    return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
  }
}
