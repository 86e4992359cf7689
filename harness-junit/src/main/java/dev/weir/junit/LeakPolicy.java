package dev.weir.junit;

/** What becomes of a test that leaves something behind, after that has been put right. */
public enum LeakPolicy {
  /** A warning in the log, and a report entry. */
  REPORT,
  /** The test fails. */
  FAIL
}
