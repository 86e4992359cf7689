package dev.weir.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;

/** Checkpoints in memory, as cheap as they can be; enough for the HDFS-backed state store. */
public final class MemoryCheckpointFiles implements CheckpointFileManager {
  private static final NavigableMap<String, byte[]> FILES = new ConcurrentSkipListMap<>();
  private static final Set<String> FOLDERS = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger CHECKPOINTS = new AtomicInteger();

  private final Path root;

  /** As Spark calls it. */
  public MemoryCheckpointFiles(Path root, Configuration hadoop) {
    this.root = root;
  }

  static String newFolder() {
    return "/in-memory/" + CHECKPOINTS.incrementAndGet();
  }

  static void clear() {
    FILES.clear();
    FOLDERS.clear();
  }

  @Override
  public CancellableFSDataOutputStream createAtomic(Path path, boolean overwriteIfPossible) {
    return new Output(name(path));
  }

  @Override
  public FSDataInputStream open(Path path) {
    byte[] bytes = FILES.get(name(path));
    if (bytes == null) {
      throw undeclared(new FileNotFoundException(name(path)));
    }
    return new FSDataInputStream(new Input(bytes));
  }

  @Override
  public FileStatus[] list(Path path, PathFilter filter) {
    List<FileStatus> files = new ArrayList<>();
    String folder = name(path) + "/";
    FILES
        .subMap(folder, folder + Character.MAX_VALUE)
        .forEach(
            (name, bytes) -> {
              Path file = new Path(name);
              if (name.indexOf('/', folder.length()) < 0 && filter.accept(file)) {
                files.add(new FileStatus(bytes.length, false, 1, 1, 0, file));
              }
            });
    return files.toArray(FileStatus[]::new);
  }

  @Override
  public FileStatus[] list(Path path) {
    return list(path, file -> true);
  }

  @Override
  public void mkdirs(Path path) {
    FOLDERS.add(name(path));
  }

  @Override
  public boolean exists(Path path) {
    return FILES.containsKey(name(path)) || FOLDERS.contains(name(path));
  }

  @Override
  public void delete(Path path) {
    FILES.remove(name(path));
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public Path createCheckpointDirectory() {
    mkdirs(root);
    return root;
  }

  private static String name(Path path) {
    return path.toUri().getPath();
  }

  /** Scala declares no exceptions, and Spark waits for this one. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> RuntimeException undeclared(Exception e) throws E {
    throw (E) e;
  }

  private static final class Output extends CheckpointFileManager.CancellableFSDataOutputStream {
    private final String name;
    private final ByteArrayOutputStream bytes;
    private boolean closed;

    Output(String name) {
      this(name, new ByteArrayOutputStream());
    }

    private Output(String name, ByteArrayOutputStream bytes) {
      super(bytes);
      this.name = name;
      this.bytes = bytes;
    }

    @Override
    public void cancel() {
      closed = true;
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        super.close();
        FILES.put(name, bytes.toByteArray());
      }
    }
  }

  private static final class Input extends ByteArrayInputStream
      implements Seekable, PositionedReadable {
    Input(byte[] bytes) {
      super(bytes);
    }

    @Override
    public void seek(long position) {
      pos = (int) position;
    }

    @Override
    public long getPos() {
      return pos;
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void readFully(long position, byte[] buffer) {
      throw new UnsupportedOperationException();
    }
  }
}
