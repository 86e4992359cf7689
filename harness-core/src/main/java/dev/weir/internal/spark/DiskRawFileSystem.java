package dev.weir.internal.spark;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.jspecify.annotations.Nullable;

/**
 * Files and folders as they are, on a {@link Disk}: here each change is refused once the disk is
 * frozen.
 */
final class DiskRawFileSystem extends RawLocalFileSystem {
  /** Set where permissions are set by the JDK, and not by a process for each file. */
  static final String WITHOUT_FORKS = "weir.disk.withoutForks";

  private @Nullable Disk disk;
  private boolean withoutForks;

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    disk = Disk.of(conf);
    withoutForks = conf.getBoolean(WITHOUT_FORKS, false);
    super.initialize(uri, conf);
  }

  static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  private void checkAlive() throws IOException {
    if (disk != null) {
      disk.checkAlive();
    }
  }

  private void before(DiskChange.Kind kind, Path path) throws IOException {
    if (disk != null) {
      disk.checkAlive();
      disk.before(new DiskChange(kind, local(path)));
    }
  }

  /** All files are opened for writing here, whichever method is called. */
  @Override
  protected OutputStream createOutputStreamWithMode(
      Path path, boolean append, @Nullable FsPermission permission) throws IOException {
    before(DiskChange.Kind.CREATE, path);
    OutputStream file = super.createOutputStreamWithMode(path, append, permission);
    return disk == null ? file : new DiskStream(file, disk, local(path));
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    checkAlive();
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    before(DiskChange.Kind.DELETE, path);
    return super.delete(path, recursive);
  }

  @Override
  public boolean truncate(Path path, long length) throws IOException {
    checkAlive();
    return super.truncate(path, length);
  }

  @Override
  protected boolean mkOneDirWithMode(
      Path path, java.io.File folder, @Nullable FsPermission permission) throws IOException {
    checkAlive();
    return super.mkOneDirWithMode(path, folder, permission);
  }

  /**
   * Where Hadoop finds no native code of its own, as on most developers' machines, it starts a
   * {@code chmod} for each file that it makes, and a micro-batch makes a dozen; that was half the
   * time of a test.
   */
  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    checkAlive();
    java.nio.file.Path file = pathToFile(path).toPath();
    if (withoutForks && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
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

  /** What has not been written when the disk is frozen never is. */
  private static final class DiskStream extends FilterOutputStream {
    private final Disk disk;
    private final java.nio.file.Path path;
    private long position;

    DiskStream(OutputStream file, Disk disk, java.nio.file.Path path) {
      super(file);
      this.disk = disk;
      this.path = path;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int written = disk.write(path, position, length);
      out.write(bytes, offset, written);
      position += length;
    }
  }
}
