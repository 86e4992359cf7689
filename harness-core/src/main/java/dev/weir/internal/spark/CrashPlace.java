package dev.weir.internal.spark;

/** The places of the micro-batch protocol that {@link BatchProtocol} knows. */
public enum CrashPlace {
  BEFORE_OFFSET_LOG,
  AFTER_OFFSET_LOG,
  BEFORE_SINK_WRITE,
  IN_TASK,
  BETWEEN_ACTIONS,
  DURING_SINK_WRITE,
  BEFORE_STATE_COMMIT,
  AFTER_STATE_COMMIT,
  AFTER_SINK_WRITE,
  BEFORE_COMMIT_LOG,
  AFTER_COMMIT_LOG,
  DURING_STOP
}
