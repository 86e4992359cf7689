package dev.weir.internal.spark;

/**
 * Ends a query where its JVM is taken to be killed. It is an error, since a job that survives
 * exceptions would not survive that.
 */
final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  /** What whoever goes on writing hears. */
  static final String AFTERWARDS =
      "The test has crashed this query, so nothing is written any more";

  SimulatedCrash(String where) {
    super("The test has crashed this query " + where);
  }
}
