package dev.weir.internal.spark;

import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager.CancellableFSDataOutputStream;
import org.apache.spark.sql.execution.streaming.FileSystemBasedCheckpointFileManager;

/**
 * Writes checkpoints as Spark does, but without a process for each file ({@link
 * DiskRawFileSystem}).
 */
public final class LocalCheckpointFiles extends FileSystemBasedCheckpointFileManager {

  /** Made by Spark, by the name of the class. */
  public LocalCheckpointFiles(Path path, Configuration hadoop) {
    super(path, hadoop);
  }

  /**
   * Spark makes the folders of a checkpoint before it writes into them. One that is not there has
   * been deleted with its test, which a query that did not stop in time would undo.
   */
  @Override
  public CancellableFSDataOutputStream createAtomic(Path path, boolean overwriteIfPossible) {
    if (!exists(path.getParent())) {
      throw new UncheckedIOException(
          new FileNotFoundException("The checkpoint of " + path + " has been deleted"));
    }
    return super.createAtomic(path, overwriteIfPossible);
  }
}
