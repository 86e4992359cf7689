package dev.weir.recovery;

/** Whether a job goes on from a golden checkpoint. */
public enum Compatibility {
  /** It does, and writes what the release that recorded it wrote. */
  EQUAL,
  /** It does, and writes something else. */
  CHANGED,
  /** It does not: Spark refuses, or the job fails, though not without the checkpoint. */
  REFUSED
}
