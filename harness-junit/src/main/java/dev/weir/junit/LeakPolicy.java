package dev.weir.junit;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What becomes of a test that leaves something behind, after that has been put right. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public enum LeakPolicy {
  /** A warning in the log, and a report entry. */
  REPORT,
  /** The test fails. */
  FAIL
}
