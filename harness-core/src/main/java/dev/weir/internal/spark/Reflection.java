package dev.weir.internal.spark;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** Fields of Spark 3.5 that have no methods. */
final class Reflection {
  private Reflection() {}

  static void write(Class<?> type, String field, Object target, @Nullable Object value) {
    try {
      accessible(type, field).set(target, value);
    } catch (ReflectiveOperationException e) {
      throw unknown(e);
    }
  }

  static Object read(Class<?> type, String field, Object target) {
    try {
      return accessible(type, field).get(target);
    } catch (ReflectiveOperationException e) {
      throw unknown(e);
    }
  }

  private static Field accessible(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  private static IllegalStateException unknown(ReflectiveOperationException e) {
    return new IllegalStateException("This is not the Spark 3.5 that Weir knows: " + e, e);
  }
}
