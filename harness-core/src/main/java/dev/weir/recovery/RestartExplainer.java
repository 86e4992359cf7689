package dev.weir.recovery;

import dev.weir.query.FailureExplainer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says in words why Spark does not go on from a checkpoint, and what to do. The exceptions are
 * those of Spark 3.5; each is known by a part of its text, as Spark has no classes for most of
 * them.
 */
public final class RestartExplainer implements FailureExplainer {

  /** Made by the service loader. */
  public RestartExplainer() {}

  /** Offsets that a source does not know for its own (FileStreamSource keeps a log of them). */
  private static final Pattern READS_OFFSETS =
      Pattern.compile("deserializeOffset$|FileStreamSource\\.getBatch$|FileStreamSourceOffset");

  private static final Pattern READS_STATE =
      Pattern.compile(
          "updateFromDeltaFile$|readSnapshotFile$|loadCheckpointFromDfs$|replayChangelog$");

  /** The refusals, those that say more before those that say less. */
  private enum Refusal {
    /** OffsetSeq.toStreamProgress. */
    SOURCES(
        "There are \\[\\d+\\] sources in the checkpoint offsets and now there are \\[\\d+\\]",
        "The query has another number of sources than the one that wrote the checkpoint. Spark"
            + " matches them by their order, so none may be added or removed. Start on a new"
            + " checkpoint, or put the new source into a query of its own."),
    /** StateSchemaCompatibilityChecker. */
    STATE_SCHEMA(
        "Provided schema doesn't match to the schema for existing state",
        "The state has other columns than the job now wants: its key (what is grouped by) or its"
            + " value (what is aggregated, the class of a state) has been changed. Names may change,"
            + " the number of columns and their types may not. Put it back, or start on a new"
            + " checkpoint."),
    /** CheckpointFileManager over Hadoop's file system. */
    CHECKSUM(
        "Checksum error",
        "A file of the checkpoint is not what was written: its bytes do not fit its checksum file"
            + " (.name.crc). Put the file back from a copy, or go on from an earlier batch:"
            + " query.restart(Restart.asItWas().fromBatch(n))."),
    /** HDFSMetadataLog.verifyBatchIds, MicroBatchExecution.populateStartOffsets. */
    GAP(
        "batch \\d+ doesn't exist",
        "The offset log has a gap: the file of that batch is gone, and without it nobody knows where"
            + " the next one begins. Put it back, or go on from the batch before the gap."),
    /** OffsetSeqLog, CommitLog, CompactibleFileStreamLog. */
    INCOMPLETE(
        "Incomplete log file",
        "A file of the offset log, the commit log or a source's log is empty: it was cut off when"
            + " it was written. Delete the last file of that log with its .crc, so that its batch is"
            + " planned or run again."),
    /** MetadataVersionUtil. */
    MALFORMED(
        "Log file was malformed|UnsupportedLogVersion",
        "A file of a log does not begin with a version that this Spark knows. It was damaged, or"
            + " written by a newer Spark. Go on with that Spark, or put the file back."),
    /** HDFSMetadataLog.addNewBatchByStream. */
    CONCURRENT(
        "Multiple streaming queries are concurrently using",
        "Another query writes the same checkpoint. Each query has one of its own; stop the other"
            + " one, or give this one another location."),
    /**
     * HDFSBackedStateStoreProvider.updateFromDeltaFile, RocksDBFileManager.loadCheckpointFromDfs.
     */
    STATE_GONE(
        "[/\\\\]state[/\\\\]\\d+[/\\\\]\\d+[/\\\\].*(?:delta|zip|changelog|snapshot)",
        "A file of the state is not there or cannot be read. Either it was deleted or damaged: put"
            + " it back, or go on from an earlier batch. Or the checkpoint never had it: a stateful"
            + " operator was added to the job, which numbers them anew; then start on a new"
            + " checkpoint."),
    /** A source's deserializeOffset. */
    OFFSET(
        "",
        "An offset in the checkpoint is of another kind of source than the query now has. Spark"
            + " matches sources by their order. Put the sources back in their order, or start on a"
            + " new checkpoint.");

    private final Pattern pattern;
    private final String explanation;

    Refusal(String pattern, String explanation) {
      this.pattern = Pattern.compile(pattern);
      this.explanation = explanation;
    }

    boolean fits(List<Throwable> chain) {
      return chain.stream().anyMatch(t -> pattern.matcher(String.valueOf(t)).find());
    }
  }

  @Override
  public Optional<String> explain(List<Throwable> chain, List<Map<String, String>> options) {
    return refusal(chain)
        .map(refusal -> refusal.explanation + " See docs/errors/restart-refused.md");
  }

  private static Optional<Refusal> refusal(List<Throwable> chain) {
    // The same exceptions come of a job's own parsing, and of other files that end too early.
    if (hasFrame(chain, READS_OFFSETS)) {
      return Optional.of(Refusal.OFFSET);
    }
    return Arrays.stream(Refusal.values())
        .filter(refusal -> refusal != Refusal.OFFSET)
        .filter(refusal -> refusal.fits(chain))
        .findFirst()
        .or(
            () ->
                hasFrame(chain, READS_STATE) ? Optional.of(Refusal.STATE_GONE) : Optional.empty());
  }

  private static boolean hasFrame(List<Throwable> chain, Pattern method) {
    return chain.stream()
        .flatMap(t -> Arrays.stream(t.getStackTrace()))
        .anyMatch(
            frame -> method.matcher(frame.getClassName() + "." + frame.getMethodName()).find());
  }
}
