package dev.weir;

import dev.weir.internal.spark.EngineQuery;
import dev.weir.internal.spark.LeanContext;
import dev.weir.internal.spark.LocalCheckpointFiles;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What makes a test faster than a production job, and cannot change its answer. All are on by
 * default; {@link HarnessOptions#without} leaves one out, {@link HarnessOptions#productionLike}
 * all.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public enum Lever {
  /**
   * A shuffle, and each state, has one partition where Spark's default is 200. Which rows share a
   * partition is nothing that an answer may depend on; a job whose answer does is found by {@link
   * HarnessOptions#withShufflePartitions}.
   */
  ONE_SHUFFLE_PARTITION(Map.of("spark.sql.shuffle.partitions", "1")),

  /** No pause after a trigger that has found nothing to do: the next one is the test's to give. */
  NO_POLLING_DELAY(Map.of("spark.sql.streaming.pollingDelay", "0")),

  /**
   * Files of a checkpoint, and of Spark's file sink, get their permissions by a call and not by a
   * process for each file, which Hadoop starts where it has no native code. They have the same
   * bytes, names and permissions. Their {@code .crc} files check something, where Spark's own
   * manager asks for no checksums (FileContextBasedCheckpointFileManager in Spark 3.5); so a
   * damaged file is found by its checksum.
   */
  FILES_WITHOUT_PROCESSES(
      Map.of(
          "spark.sql.streaming.checkpointFileManagerClass",
          LocalCheckpointFiles.class.getName(),
          "weir.disk.withoutForks",
          "true")),

  /**
   * The text of a micro-batch's plan, which Spark plans it twice more for, is left out of the event
   * that tells listeners and the UI of it (SparkListenerSQLExecutionStart). {@code query.explain()}
   * has it as ever, and so has the event where {@code spark.sql.ui.explainMode} is set.
   */
  NO_PLAN_TEXTS(Map.of("weir.fast.withoutPlanTexts", "true")),

  /**
   * A broadcast value is handed to tasks in the same JVM without being serialized first. They get
   * the same object without the lever too (TorrentBroadcast in Spark 3.5). Only in a local context
   * that Weir has started.
   */
  SHARED_BROADCASTS(Map.of(LeanContext.SHARED_BROADCASTS, "true")),

  /**
   * A lambda is looked at once, for whether it can be serialized, and not at each batch
   * (ClosureCleaner in Spark 3.5). It is serialized with each task all the same, so that one that
   * cannot be fails all the same, if later. Only in a context that Weir has started.
   */
  CLOSURES_CHECKED_ONCE(Map.of(LeanContext.CLOSURES_CHECKED_ONCE, "true")),

  /**
   * A step ends with the batch that has processed all that was added, and not with one more trigger
   * that finds nothing to do, where that is certain before: the query reads memory inputs alone,
   * and has no operator that the watermark or time could move (MicroBatchExecution in Spark 3.5).
   * Then a StreamingQueryListener hears no QueryIdleEvent, and {@code status().isDataAvailable()}
   * stays as it was in the batch, until there is a step without new rows.
   */
  NO_IDLE_TRIGGERS(Map.of(EngineQuery.NO_IDLE_TRIGGERS, "true"));

  // Made by Map.of.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Map<String, String> conf;

  Lever(Map<String, String> conf) {
    this.conf = conf;
  }

  /** The configurations of a session that it stands for. */
  public Map<String, String> conf() {
    return conf;
  }
}
