package dev.weir;

import org.jspecify.annotations.Nullable;

/** Closes many things, each of them whatever became of the others. */
final class CloseAll {
  private @Nullable RuntimeException first;

  void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      if (first == null) {
        first = e instanceof RuntimeException r ? r : new IllegalStateException(e);
      } else {
        first.addSuppressed(e);
      }
    }
  }

  void throwIfAny() {
    if (first != null) {
      throw first;
    }
  }
}
