package dev.weir.internal.spark;

/**
 * Keeps Spark's log to warnings where the project has no log configuration of its own. Spark would
 * otherwise write some dozens of lines for every batch.
 */
public final class SparkLogging {
  private static final String PROPERTY = "log4j2.configurationFile";
  private static final String[] OF_THE_PROJECT = {
    "log4j2-test.properties", "log4j2-test.xml", "log4j2-test.yaml", "log4j2-test.json",
    "log4j2.properties", "log4j2.xml", "log4j2.yaml", "log4j2.json",
  };

  private SparkLogging() {}

  /** Must be called before the first class of Spark logs. */
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
    System.setProperty(PROPERTY, "classpath:dev/weir/log4j2-weir.properties");
  }
}
