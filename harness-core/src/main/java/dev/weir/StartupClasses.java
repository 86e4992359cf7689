package dev.weir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Loads the classes that a first streaming test needs, some nine thousand, in a thread beside the
 * one that starts Spark, which would load them one after the other.
 *
 * <p>They are loaded and not initialized, so nothing of them runs. Those that another version of
 * Spark does not have are passed over.
 */
final class StartupClasses {
  private static final String PROPERTY = "weir.startup.classes";
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private StartupClasses() {}

  /** Begins, once in a JVM, and returns at once. */
  static void loadInBackground() {
    if (!"false".equals(System.getProperty(PROPERTY)) && BEGUN.compareAndSet(false, true)) {
      Thread thread = new Thread(StartupClasses::load, "weir-startup-classes");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void load() {
    load(names(), StartupClasses.class.getClassLoader());
  }

  /** What the list has, in the order in which a first test needs it. */
  static List<String> names() {
    try (InputStream list =
        Objects.requireNonNull(StartupClasses.class.getResourceAsStream("startup-classes.txt"))) {
      return new String(list.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many of the names there are. */
  static int load(List<String> names, ClassLoader loader) {
    int loaded = 0;
    for (String name : names) {
      try {
        Class.forName(name, false, loader);
        loaded++;
      } catch (ClassNotFoundException | LinkageError e) {
        // Another version of Spark. Whoever needs the class gets the error where it is needed.
      }
    }
    return loaded;
  }
}
