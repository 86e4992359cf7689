package dev.weir.recovery;

import dev.weir.internal.spark.CrashPlace;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A place in the protocol of a micro-batch where its process may be killed, in the order in which a
 * batch comes to them (MicroBatchExecution in Spark 3.5). A batch comes to some of them several
 * times, and to some only with certain sinks and operators.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public enum CrashPoint {
  /** Its offsets are chosen, and not yet in the offset log: a restart plans the batch anew. */
  BEFORE_OFFSET_LOG(CrashPlace.BEFORE_OFFSET_LOG, "before the offset log"),
  /**
   * Its offsets are in the offset log: from here on a restart runs the batch with the same rows.
   */
  AFTER_OFFSET_LOG(CrashPlace.AFTER_OFFSET_LOG, "after the offset log"),
  /** The sink has not been given the batch. */
  BEFORE_SINK_WRITE(CrashPlace.BEFORE_SINK_WRITE, "before the sink's write"),
  /**
   * A task hands a row to the sink: before the n-th row of the n-th task, which has handed over
   * those before.
   */
  IN_TASK(CrashPlace.IN_TASK, "in a task"),
  /**
   * In a {@code foreachBatch} that has several actions, before the n-th but one. An action is known
   * by the plan that is made for it, or by its reading the batch; so the second of two that take
   * the same cached Dataset as it is does not count.
   */
  BETWEEN_ACTIONS(CrashPlace.BETWEEN_ACTIONS, "between two actions"),
  /**
   * Halfway in the sink's write: the n-th task has committed its rows and the driver knows nothing
   * of it (data source V2); or the files are written and not yet in the file sink's log.
   */
  DURING_SINK_WRITE(CrashPlace.DURING_SINK_WRITE, "during the sink's write"),
  /** The n-th state store has its changes, and has not yet published them. */
  BEFORE_STATE_COMMIT(CrashPlace.BEFORE_STATE_COMMIT, "before a state commit"),
  /** The n-th state store has published the batch's version. */
  AFTER_STATE_COMMIT(CrashPlace.AFTER_STATE_COMMIT, "after a state commit"),
  /** The sink has the batch: the place where a sink that is not idempotent doubles rows. */
  AFTER_SINK_WRITE(CrashPlace.AFTER_SINK_WRITE, "after the sink's write"),
  /** All is done but the batch's file in the commit log. */
  BEFORE_COMMIT_LOG(CrashPlace.BEFORE_COMMIT_LOG, "before the commit log"),
  /** The batch is in the commit log: a restart goes on with the next one. */
  AFTER_COMMIT_LOG(CrashPlace.AFTER_COMMIT_LOG, "after the commit log"),
  /** After the batch the query is being stopped, and nothing of that reaches the disk. */
  DURING_STOP(CrashPlace.DURING_STOP, "during stop");

  private final CrashPlace place;
  private final String words;

  CrashPoint(CrashPlace place, String words) {
    this.place = place;
    this.words = words;
  }

  CrashPlace place() {
    return place;
  }

  static CrashPoint of(CrashPlace place) {
    return valueOf(place.name());
  }

  /** In words: {@code before the offset log}. */
  public String inWords() {
    return words;
  }

  /** The next time that the query comes here. */
  public CrashAt next() {
    return new CrashAt(this, CrashAt.NEXT, 0, 0);
  }

  /**
   * When a certain batch comes here.
   *
   * @param batchId Spark's id of the micro-batch, from 0
   */
  public CrashAt inBatch(long batchId) {
    return new CrashAt(this, batchId, 0, 0);
  }
}
