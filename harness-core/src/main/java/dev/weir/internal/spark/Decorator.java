package dev.weir.internal.spark;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Wraps an object with all the interfaces that it has, and replaces what its methods return. Spark
 * asks with {@code instanceof} what a sink can do, so a wrapper must be able to do neither more nor
 * less.
 */
final class Decorator {
  private Decorator() {}

  static <T> T of(Class<T> type, T target, UnaryOperator<@Nullable Object> results) {
    Object proxy =
        Proxy.newProxyInstance(
            Decorator.class.getClassLoader(),
            interfacesOf(target.getClass()).toArray(Class<?>[]::new),
            (self, method, arguments) -> {
              try {
                return results.apply(method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
    return type.cast(proxy);
  }

  private static Set<Class<?>> interfacesOf(Class<?> type) {
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      interfaces.addAll(Set.of(c.getInterfaces()));
    }
    return interfaces;
  }
}
