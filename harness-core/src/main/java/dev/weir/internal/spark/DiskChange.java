package dev.weir.internal.spark;

import java.nio.file.Path;

/**
 * A change of a {@link Disk}.
 *
 * @param kind what is done
 * @param path the file; of a rename, what it is called afterwards
 */
public record DiskChange(Kind kind, Path path) {

  /** What can be done to a file. */
  public enum Kind {
    /** It is opened to be written anew. */
    CREATE,
    /** It gets its name: how Spark's checkpoints publish a file that is whole. */
    RENAME,
    /** It goes away. */
    DELETE
  }
}
