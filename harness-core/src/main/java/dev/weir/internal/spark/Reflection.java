package dev.weir.internal.spark;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/**
 * What of Spark can be reached by its name only: fields without methods, another line's methods.
 */
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

  /**
   * Calls a public method.
   *
   * @param target null for a static one
   */
  static Object call(
      Class<?> type,
      String method,
      @Nullable Object target,
      Class<?>[] types,
      Object... arguments) {
    try {
      return type.getMethod(method, types).invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw Sneaky.rethrow(e.getTargetException());
    } catch (ReflectiveOperationException e) {
      throw unknown(e);
    }
  }

  private static Field accessible(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  static IllegalStateException unknown(ReflectiveOperationException e) {
    return new IllegalStateException(
        "This is not the Spark "
            + org.apache.spark.package$.MODULE$.SPARK_VERSION()
            + " that Weir knows: "
            + e,
        e);
  }
}
