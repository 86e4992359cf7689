package dev.weir.internal.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager.CancellableFSDataOutputStream;
import org.apache.spark.sql.execution.streaming.FileSystemBasedCheckpointFileManager;

/**
 * Writes checkpoints as Spark does, but forks no process for it. Where Hadoop finds no native code
 * of its own, as on most developers' machines, it starts a {@code chmod} for each file that it
 * makes (RawLocalFileSystem), and a micro-batch makes a dozen; that was half the time of a test.
 */
public final class LocalCheckpointFiles extends FileSystemBasedCheckpointFileManager {

  /** Made by Spark, by the name of the class. */
  public LocalCheckpointFiles(Path path, Configuration hadoop) {
    super(path, withoutForks(hadoop));
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

  /** Not from Hadoop's cache of file systems, where the one that forks would be. */
  private static Configuration withoutForks(Configuration hadoop) {
    Configuration conf = new Configuration(hadoop);
    conf.set("fs.file.impl", Checksummed.class.getName());
    conf.set("fs.file.impl.disable.cache", "true");
    return conf;
  }

  /** Keeps checksum files beside the files, as Hadoop's own local file system does. */
  public static final class Checksummed extends LocalFileSystem {
    public Checksummed() {
      super(new WithoutForks());
    }
  }

  private static final class WithoutForks extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      java.nio.file.Path file = pathToFile(path).toPath();
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(
            file,
            PosixFilePermissions.fromString(
                permission.getUserAction().SYMBOL
                    + permission.getGroupAction().SYMBOL
                    + permission.getOtherAction().SYMBOL));
      } else {
        super.setPermission(path, permission);
      }
    }
  }
}
