package dev.weir.internal.spark;

import org.apache.spark.sql.SparkSession;

/**
 * What Weir needs of Spark beyond its public API. Everything else in this package serves it;
 * another line of Spark is another implementation.
 */
public interface SparkLine {

  /**
   * The implementation for the Spark that is on the class path.
   *
   * @throws IllegalStateException if there is none for that version
   */
  static SparkLine current() {
    return of(org.apache.spark.package$.MODULE$.SPARK_VERSION());
  }

  /** The implementation for one version, such as {@code 3.5.7}. */
  static SparkLine of(String version) {
    if (version.startsWith("3.5.")) {
      return new Spark35();
    }
    throw new IllegalStateException(
        "Spark "
            + version
            + " is on the class path, but this release of Weir drives Spark 3.5.x. "
            + "See docs/errors/spark-version.md");
  }

  /**
   * Puts every query that will be started in a session under a governor.
   *
   * @return what gives the session back its freedom
   */
  Governed govern(SparkSession session, QueryGovernor governor);

  /** A session under a governor. */
  interface Governed extends AutoCloseable {
    /**
     * Lets the session start queries as Spark would, and removes what the governor left in Spark.
     */
    @Override
    void close();
  }
}
