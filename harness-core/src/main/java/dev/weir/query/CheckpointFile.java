package dev.weir.query;

import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What the files of a checkpoint are for, told by their paths in it, as Spark 3.5 names them
 * (StreamExecution, HDFSBackedStateStoreProvider, RocksDBFileManager). In the paths below {@code n}
 * is a batch, {@code v} a version of the state, which is the batch's number and one, {@code o} the
 * number of an operator and {@code p} of a partition. A join has a folder for each of its stores
 * between the partition and the file.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public enum CheckpointFile {
  /** {@code metadata}: the id of the query. */
  METADATA("metadata"),

  /** {@code offsets/n}: what a batch reads, written before it. */
  OFFSETS("offsets/\\d+"),

  /** {@code commits/n}: says that a batch is over. */
  COMMIT("commits/\\d+"),

  /** {@code sources/...}: what a source notes for itself, such as where it began to read. */
  SOURCE("sources/.*"),

  /** {@code state/o/0/_metadata/schema}: the columns of the state's keys and values. */
  STATE_SCHEMA("state/.*/_metadata/schema"),

  /** {@code state/o/p/v.delta}: what a batch has changed in the state (HDFS-backed store). */
  STATE_DELTA("state/.*/\\d+\\.delta"),

  /** {@code state/o/p/v.changelog}: what a batch has changed (RocksDB with changelogs). */
  STATE_CHANGELOG("state/.*/\\d+\\.changelog"),

  /** {@code state/o/p/v.snapshot} or {@code v.zip}: the state as a whole, of either store. */
  STATE_SNAPSHOT("state/.*/\\d+\\.(snapshot|zip)"),

  /** {@code state/o/p/SSTs/...}: the tables that RocksDB's {@code v.zip} refers to. */
  STATE_TABLE("state/.*/(SSTs|logs)/.*"),

  /** Anything else. */
  OTHER(".*");

  private final Pattern path;

  CheckpointFile(String path) {
    this.path = Pattern.compile(path);
  }

  /**
   * What a file is for.
   *
   * @param path its path in the checkpoint, with slashes
   */
  public static CheckpointFile of(String path) {
    for (CheckpointFile kind : values()) {
      if (kind.path.matcher(path).matches()) {
        return kind;
      }
    }
    return OTHER;
  }
}
