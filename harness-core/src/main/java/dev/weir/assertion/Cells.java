package dev.weir.assertion;

import dev.weir.internal.spark.ExternalValues;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * The values of cells in a form in which {@code equals} means what a test means by it.
 *
 * <p>Whole numbers of different types stay different, since a job that emits a Long where an
 * Integer was meant is one that has changed. Decimals are equal when their numbers are, since
 * Spark's scale is noise. Dates and times of java.sql and java.time are equal when they name the
 * same moment. A struct is a list of its values.
 */
final class Cells {
  private Cells() {}

  static List<@Nullable Object> of(Row row) {
    List<@Nullable Object> cells = new ArrayList<>(row.length());
    for (int i = 0; i < row.length(); i++) {
      cells.add(of(row.get(i)));
    }
    return cells;
  }

  static @Nullable Object of(@Nullable Object raw) {
    Object value = ExternalValues.toJava(raw);
    if (value == null || value instanceof String || value instanceof Long) {
      return value;
    }
    if (value instanceof Row row) {
      return of(row);
    }
    if (value instanceof Tuple tuple) {
      return list(tuple.toList());
    }
    if (value instanceof Double number) {
      return number == 0 ? 0.0 : number;
    }
    if (value instanceof Float number) {
      return number == 0 ? 0.0f : number;
    }
    if (value instanceof BigDecimal decimal) {
      return normal(decimal);
    }
    if (value instanceof BigInteger integer) {
      return normal(new BigDecimal(integer));
    }
    if (value instanceof java.sql.Timestamp timestamp) {
      return timestamp.toInstant();
    }
    if (value instanceof java.sql.Date date) {
      return date.toLocalDate();
    }
    if (value instanceof byte[] bytes) {
      return Binary.of(bytes);
    }
    if (value instanceof Iterable<?> elements) {
      return list(elements);
    }
    if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> result = new HashMap<>();
      map.forEach((k, v) -> result.put(of(k), of(v)));
      return result;
    }
    if (value.getClass().isArray()) {
      List<@Nullable Object> result = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        result.add(of(Array.get(value, i)));
      }
      return result;
    }
    return value;
  }

  private static List<@Nullable Object> list(Iterable<?> elements) {
    List<@Nullable Object> result = new ArrayList<>();
    for (Object element : elements) {
      result.add(of(element));
    }
    return result;
  }

  private static BigDecimal normal(BigDecimal decimal) {
    return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
  }

  /** Whether two cells are equal but for numbers that are not further apart than a tolerance. */
  static boolean within(@Nullable Object a, @Nullable Object b, double tolerance) {
    if (a == null || b == null) {
      return a == b;
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      if (x.size() != y.size()) {
        return false;
      }
      for (int i = 0; i < x.size(); i++) {
        if (!within(x.get(i), y.get(i), tolerance)) {
          return false;
        }
      }
      return true;
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return x.keySet().equals(y.keySet())
          && x.keySet().stream().allMatch(k -> within(x.get(k), y.get(k), tolerance));
    }
    if (isInexact(a) && a.getClass() == b.getClass()) {
      return a.equals(b)
          || Math.abs(((Number) a).doubleValue() - ((Number) b).doubleValue()) <= tolerance;
    }
    return a.equals(b);
  }

  /** What is left of a cell when the numbers are taken out that a tolerance is about. */
  static @Nullable Object exactPart(@Nullable Object cell) {
    if (cell == null || isInexact(cell)) {
      return null;
    }
    return cell instanceof List<?> || cell instanceof Map<?, ?> ? null : cell;
  }

  private static boolean isInexact(Object cell) {
    return cell instanceof Double || cell instanceof Float || cell instanceof BigDecimal;
  }
}
