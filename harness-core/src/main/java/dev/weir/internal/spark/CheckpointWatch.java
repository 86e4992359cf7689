package dev.weir.internal.spark;

import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows the places of the protocol by the files that Spark publishes: the offset log and the commit
 * log, each a file a batch (OffsetSeqLog, CommitLog), the state stores' deltas, changelogs and
 * snapshots, named by a version that is the batch's number and one (HDFSBackedStateStoreProvider,
 * RocksDBFileManager in Spark 3.5), and the file sink's own log (FileStreamSinkLog).
 */
final class CheckpointWatch implements DiskWatch {
  private static final Pattern BATCH = Pattern.compile("\\d+");
  private static final Pattern STATE = Pattern.compile("(\\d+)\\.(delta|changelog|zip)");

  private final BatchProtocol protocol;
  private final Path offsets;
  private final Path commits;
  private final Path state;

  CheckpointWatch(BatchProtocol protocol, Path checkpoint) {
    this.protocol = protocol;
    this.offsets = checkpoint.resolve("offsets");
    this.commits = checkpoint.resolve("commits");
    this.state = checkpoint.resolve("state");
  }

  @Override
  public void before(DiskChange change) {
    look(
        change,
        CrashPlace.BEFORE_OFFSET_LOG,
        CrashPlace.BEFORE_COMMIT_LOG,
        CrashPlace.BEFORE_STATE_COMMIT);
    String name = change.path().getFileName().toString();
    if (change.kind() == DiskChange.Kind.RENAME
        && protocol.isInSink()
        && folderOf(change).endsWith("_spark_metadata")
        && BATCH.matcher(name).matches()) {
      protocol.passesNext(CrashPlace.DURING_SINK_WRITE, protocol.batchInWork());
    }
  }

  @Override
  public void after(DiskChange change) {
    look(
        change,
        CrashPlace.AFTER_OFFSET_LOG,
        CrashPlace.AFTER_COMMIT_LOG,
        CrashPlace.AFTER_STATE_COMMIT);
  }

  private void look(DiskChange change, CrashPlace planned, CrashPlace committed, CrashPlace store) {
    if (change.kind() != DiskChange.Kind.RENAME) {
      return;
    }
    Path folder = folderOf(change);
    String name = change.path().getFileName().toString();
    if (folder.equals(offsets) && BATCH.matcher(name).matches()) {
      long batch = Long.parseLong(name);
      protocol.batch(batch);
      protocol.passes(planned, batch, 0);
    } else if (folder.equals(commits) && BATCH.matcher(name).matches()) {
      protocol.passes(committed, Long.parseLong(name), 0);
    } else if (change.path().startsWith(state)) {
      Matcher version = STATE.matcher(name);
      if (version.matches() && Long.parseLong(version.group(1)) == protocol.batchInWork() + 1) {
        protocol.passesNext(store, protocol.batchInWork());
      }
    }
  }

  private static Path folderOf(DiskChange change) {
    return Objects.requireNonNull(change.path().getParent());
  }
}
