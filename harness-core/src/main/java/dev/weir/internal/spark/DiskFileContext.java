package dev.weir.internal.spark;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFs;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.FsServerDefaults;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.local.LocalConfigKeys;
import org.jspecify.annotations.Nullable;

/**
 * The local file system of Hadoop's {@code FileContext}, which Spark writes checkpoints through
 * unless it is told otherwise (FileContextBasedCheckpointFileManager in Spark 3.5), on a {@link
 * Disk}. It is put together as Hadoop's own {@code LocalFs} is.
 */
public final class DiskFileContext extends ChecksumFs {
  private final @Nullable Disk disk;

  /** Made by Hadoop, by the name of the class. */
  public DiskFileContext(URI uri, Configuration conf) throws IOException, URISyntaxException {
    super(new Raw(conf));
    disk = Disk.of(conf);
  }

  @Override
  public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
    if (disk == null) {
      super.renameInternal(from, to, overwrite);
      return;
    }
    DiskChange change = new DiskChange(DiskChange.Kind.RENAME, DiskRawFileSystem.local(to));
    disk.before(change);
    super.renameInternal(from, to, overwrite);
    disk.after(change);
  }

  private static final class Raw extends DelegateToFileSystem {
    Raw(Configuration conf) throws IOException, URISyntaxException {
      super(
          FsConstants.LOCAL_FS_URI,
          new DiskRawFileSystem(),
          conf,
          FsConstants.LOCAL_FS_URI.getScheme(),
          false);
    }

    /** A local path has no port. */
    @Override
    public int getUriDefaultPort() {
      return -1;
    }

    /** Deprecated in Hadoop, and still what ChecksumFs asks. */
    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    public FsServerDefaults getServerDefaults() throws IOException {
      return LocalConfigKeys.getServerDefaults();
    }

    @Override
    public boolean isValidName(String path) {
      return true;
    }
  }
}
