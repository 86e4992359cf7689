package dev.weir.internal.spark;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The local file system of Hadoop's {@code FileSystem}, with checksum files beside the files, on a
 * {@link Disk}. A rename is one change here, though it is two below.
 */
public final class DiskFileSystem extends LocalFileSystem {
  private @Nullable Disk disk;

  /** Made by Hadoop, by the name of the class. */
  public DiskFileSystem() {
    super(new DiskRawFileSystem());
  }

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    disk = Disk.of(conf);
    super.initialize(name, conf);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (disk == null) {
      return super.rename(from, to);
    }
    DiskChange change = new DiskChange(DiskChange.Kind.RENAME, DiskRawFileSystem.local(to));
    disk.before(change);
    boolean renamed = super.rename(from, to);
    disk.after(change);
    return renamed;
  }
}
