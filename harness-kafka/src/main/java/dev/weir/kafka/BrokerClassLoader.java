package dev.weir.kafka;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * Where the broker's classes live: they see the JDK and themselves, and nobody sees them.
 *
 * <p>SLF4J alone is taken from the tests' class path, so that one logging set-up governs all.
 */
final class BrokerClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader logging;

  BrokerClassLoader(List<URL> jars, ClassLoader logging) {
    super("weir-kafka-broker", jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    this.logging = logging;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return name.startsWith("org.slf4j.") ? logging.loadClass(name) : super.loadClass(name, resolve);
  }
}
