package dev.weir.recovery;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Whether a job goes on from a golden checkpoint. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public enum Compatibility {
  /** It does, and writes what the release that recorded it wrote. */
  EQUAL,
  /** It does, and writes something else. */
  CHANGED,
  /** It does not: Spark refuses, or the job fails, though not without the checkpoint. */
  REFUSED
}
