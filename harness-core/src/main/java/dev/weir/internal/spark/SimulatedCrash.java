package dev.weir.internal.spark;

/**
 * Ends a query where its JVM is taken to be killed. It is an error, since a job that survives
 * exceptions would not survive that.
 */
final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  /** By which the log knows what is about a crash. */
  static final String WORDS = "The test has crashed this query";

  /** What whoever goes on writing hears. */
  static final String AFTERWARDS = WORDS + ", so nothing is written any more";

  SimulatedCrash(String where) {
    super(WORDS + " " + where);
  }
}
