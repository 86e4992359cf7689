package dev.weir.internal.spark;

import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of one task on their way to the sink, and ends it before the one that is meant.
 */
final class TaskProbe {
  private final @Nullable BatchProtocol protocol;
  private final long batch;
  private final int partition;
  private final long crashAt;
  private long rows;

  TaskProbe(@Nullable BatchProtocol protocol, long batch, int partition) {
    this.protocol = protocol;
    this.batch = batch;
    this.partition = partition;
    this.crashAt = protocol == null ? -1 : protocol.rowToCrashAt(batch, partition);
  }

  /** In the task: for a query of this JVM its protocol, nothing for one of another. */
  static TaskProbe of(String protocolId, long batch, int partition) {
    return new TaskProbe(BatchProtocol.of(protocolId), batch, partition);
  }

  /** A task begins to read what a V1 sink was given. */
  void reads() {
    if (protocol != null) {
      protocol.reads(TaskContext.get().stageId());
    }
  }

  /** A row is about to be written. */
  void row() {
    if (rows++ == crashAt || (protocol != null && protocol.hasCrashed())) {
      protocol().crash(new CrashSite(CrashPlace.IN_TASK, batch, partition, crashAt));
    }
  }

  /** All rows of the task are written. */
  void end() {
    if (protocol != null) {
      protocol.taskHad(batch, partition, rows);
    }
  }

  boolean hasCrashed() {
    return protocol != null && protocol.hasCrashed();
  }

  /** The task has written its rows, and its driver has not heard of it. */
  void committed() {
    if (protocol != null) {
      protocol.passesNext(CrashPlace.DURING_SINK_WRITE, batch);
    }
  }

  private BatchProtocol protocol() {
    if (protocol == null) {
      throw new IllegalStateException("No query of this JVM");
    }
    return protocol;
  }
}
