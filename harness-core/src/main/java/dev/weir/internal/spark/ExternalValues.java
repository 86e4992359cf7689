package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.Decimal;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;

/** Looks at values from a row through Java's eyes. */
public final class ExternalValues {
  private ExternalValues() {}

  /** Scala's sequences, maps and decimals as Java's; anything else as it is. */
  public static @Nullable Object toJava(@Nullable Object value) {
    if (value instanceof scala.collection.Map<?, ?> map) {
      return JavaConverters.mapAsJavaMap(map);
    }
    if (value instanceof scala.collection.Iterable<?> sequence) {
      return new ArrayList<>(JavaConverters.asJavaCollection(sequence));
    }
    if (value instanceof scala.math.BigDecimal decimal) {
      return decimal.bigDecimal();
    }
    return value instanceof Decimal decimal ? decimal.toJavaBigDecimal() : value;
  }

  /** A row with Java's collections and maps in it, also nested, as Spark's row encoder takes it. */
  public static Row toSpark(Row row) {
    Object[] values = new Object[row.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = toSpark(row.get(i));
    }
    return RowFactory.create(values);
  }

  private static @Nullable Object toSpark(@Nullable Object value) {
    if (value instanceof Row row) {
      return toSpark(row);
    }
    if (value instanceof Collection<?> collection) {
      List<@Nullable Object> elements = new ArrayList<>(collection.size());
      collection.forEach(element -> elements.add(toSpark(element)));
      return JavaConverters.asScalaBuffer(elements).toSeq();
    }
    if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
      map.forEach((k, v) -> entries.put(toSpark(k), toSpark(v)));
      return JavaConverters.mapAsScalaMap(entries);
    }
    return value;
  }
}
