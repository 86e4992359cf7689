package dev.weir.internal.spark;

/**
 * Throws checked exceptions where a Scala signature does not declare them, though Spark expects
 * them.
 */
final class Sneaky {
  private Sneaky() {}

  static RuntimeException rethrow(Throwable t) {
    return Sneaky.<RuntimeException>as(t);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException as(Throwable t) throws E {
    throw (E) t;
  }
}
