package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
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

  /** Java's collections and maps as Spark's row encoder takes them; anything else as it is. */
  public static @Nullable Object toSpark(
      @Nullable Object value, UnaryOperator<@Nullable Object> inner) {
    if (value instanceof Collection<?> collection) {
      List<Object> elements = new ArrayList<>(collection.size());
      for (Object element : collection) {
        elements.add(inner.apply(element));
      }
      return JavaConverters.asScalaBuffer(elements).toSeq();
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> entries = new LinkedHashMap<>();
      map.forEach((k, v) -> entries.put(inner.apply(k), inner.apply(v)));
      return JavaConverters.mapAsScalaMap(entries);
    }
    return value;
  }
}
