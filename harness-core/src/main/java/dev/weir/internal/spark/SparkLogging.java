package dev.weir.internal.spark;

import java.net.URI;
import java.net.URL;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.DefaultConfiguration;

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

  /** Best called before anything logs; the defaults of who came before are replaced. */
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
    URL ours = loader.getResource(OURS);
    if (ours != null && LogManager.getContext(false) instanceof LoggerContext context) {
      replaceDefaults(context, URI.create(ours.toString()));
    }
  }

  /**
   * Whoever logs before our first class does makes Log4j configure itself, which then never looks
   * at the property again: a library, with Log4j's own defaults; or Spark, of which a schema in a
   * test's static field is enough, with Spark's ({@code Logging.initializeLogging}).
   */
  static void replaceDefaults(LoggerContext context, URI ours) {
    Configuration now = context.getConfiguration();
    String source = now.getConfigurationSource().getLocation();
    if (now instanceof DefaultConfiguration
        || (source != null && source.endsWith(SPARKS_DEFAULTS))) {
      context.setConfigLocation(ours);
    }
  }
}
