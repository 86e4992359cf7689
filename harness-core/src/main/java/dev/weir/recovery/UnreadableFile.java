package dev.weir.recovery;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Files of a checkpoint that are there, but whose bytes are not those that Spark has written. */
final class UnreadableFile {
  private static final Pattern CHECKSUM =
      Pattern.compile("Checksum error: (?:file:)?(\\S+) at \\d+");
  private static final Pattern SHORT_TABLE =
      Pattern.compile("Copied (\\S+) to .*, expected \\d+ bytes, found \\d+ bytes");
  private static final Pattern ROCKSDB =
      Pattern.compile("org\\.rocksdb\\.RocksDBException: (?:Corruption|block checksum mismatch)");

  private UnreadableFile() {}

  static Optional<String> explain(Thrown thrown) {
    return thrown
        .find(CHECKSUM)
        .map(m -> CheckpointPath.of(m.group(1)))
        .map(path -> RestartMessages.checksum(path, CheckpointPath.checksumOf(path)))
        .or(() -> thrown.find(SHORT_TABLE).map(m -> damaged(CheckpointPath.of(m.group(1)))))
        .or(() -> thrown.find(ROCKSDB).map(m -> damaged("a table of RocksDB (state/o/p/SSTs)")))
        .or(() -> isReading(thrown) ? whichOne(thrown).map(UnreadableFile::damaged) : no());
  }

  static boolean isChecksum(Thrown thrown) {
    return thrown.find(CHECKSUM).isPresent();
  }

  private static String damaged(String what) {
    return RestartMessages.damaged(what);
  }

  private static Optional<String> no() {
    return Optional.empty();
  }

  private static boolean isReading(Thrown thrown) {
    return thrown.root() instanceof IOException
        ? !(thrown.root() instanceof InterruptedIOException
            || thrown.root() instanceof ClosedByInterruptException)
        : thrown.root().getClass().getName().startsWith("net.jpountz");
  }

  /** The messages name no file, but the methods of Spark that read them read nothing else. */
  private static Optional<String> whichOne(Thrown thrown) {
    if (thrown.isFrom("HDFSBackedStateStoreProvider", "readSnapshotFile")) {
      return Optional.of("a snapshot of the state (state/o/p/v.snapshot)");
    }
    if (thrown.isFrom("HDFSBackedStateStoreProvider", "updateFromDeltaFile")) {
      return Optional.of("a delta of the state (state/o/p/v.delta)");
    }
    if (thrown.isFrom("StateStoreChangelogReader", "")) {
      return Optional.of("a changelog of the state (state/o/p/v.changelog)");
    }
    if (thrown.isFrom("StateSchemaCompatibilityChecker", "readSchemaFile")) {
      return Optional.of("the schema of the state (state/o/0/_metadata/schema)");
    }
    if (thrown.isFrom("RocksDBFileManager", "loadCheckpointFromDfs")) {
      return Optional.of("a snapshot of the state (state/o/p/v.zip)");
    }
    return Optional.empty();
  }
}
