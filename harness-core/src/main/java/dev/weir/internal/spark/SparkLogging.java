package dev.weir.internal.spark;

import java.net.URI;
import java.net.URL;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Keeps Spark's log to warnings where the project has no log configuration of its own. Spark would
 * otherwise write some dozens of lines for every batch.
 */
public final class SparkLogging {
  private static final String OURS = "dev/weir/log4j2-weir.properties";
  private static final String SPARKS_DEFAULTS = "org/apache/spark/log4j2-defaults.properties";
  private static final String PROPERTY = "log4j2.configurationFile";
  private static final String[] OF_THE_PROJECT = {
    "log4j2-test.properties", "log4j2-test.xml", "log4j2-test.yaml", "log4j2-test.json",
    "log4j2.properties", "log4j2.xml", "log4j2.yaml", "log4j2.json",
  };

  private SparkLogging() {}

  /** Best called before the first class of Spark logs; one of Spark's own defaults is replaced. */
  public static void quietUnlessConfigured() {
    if (System.getProperty(PROPERTY) != null
        || System.getProperty("log4j.configurationFile") != null) {
      return;
    }
    ClassLoader loader = SparkLogging.class.getClassLoader();
    for (String name : OF_THE_PROJECT) {
      if (loader.getResource(name) != null) {
        return;
      }
    }
    System.setProperty(PROPERTY, "classpath:" + OURS);
    replaceSparksDefaults(loader);
  }

  /**
   * A test class with a schema in a static field has Spark's first class loaded before any of ours,
   * and Spark configures the log when it finds it without a configuration (Logging in Spark 3.5).
   */
  private static void replaceSparksDefaults(ClassLoader loader) {
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      String source = context.getConfiguration().getConfigurationSource().getLocation();
      URL ours = loader.getResource(OURS);
      if (source != null && source.endsWith(SPARKS_DEFAULTS) && ours != null) {
        Configurator.reconfigure(URI.create(ours.toString()));
      }
    }
  }
}
