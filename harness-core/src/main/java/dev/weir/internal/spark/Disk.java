package dev.weir.internal.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The local file system as one session sees it. It can be watched, and frozen: then nothing changes
 * in it any more, as when the process that writes has been killed.
 *
 * <p>A session names its disk in its configuration, and Spark hands that on to whatever opens a
 * file for it: checkpoints, state stores, the file sink, in tasks too (SessionState.newHadoopConf
 * in Spark 3.5). It works in this JVM only.
 */
public final class Disk implements AutoCloseable {
  private static final String ID = "weir.disk";
  private static final Map<String, Disk> OPEN = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();
  private final List<DiskWatch> watches = new CopyOnWriteArrayList<>();
  private volatile boolean frozen;

  private Disk() {}

  public static Disk open() {
    Disk disk = new Disk();
    OPEN.put(disk.id, disk);
    return disk;
  }

  /**
   * What a session's configuration must say to be on this disk. The cache of Hadoop, which knows a
   * file system by its address only, is left out.
   */
  public Map<String, String> conf() {
    return Map.of(
        ID,
        id,
        "fs.file.impl",
        DiskFileSystem.class.getName(),
        "fs.file.impl.disable.cache",
        "true",
        "fs.AbstractFileSystem.file.impl",
        DiskFileContext.class.getName());
  }

  /** The disk that a configuration names, as long as it is open. */
  static @Nullable Disk of(Configuration conf) {
    String id = conf.get(ID);
    return id == null ? null : OPEN.get(id);
  }

  /** Adds somebody who hears of each change, and may prevent it. */
  public void watch(DiskWatch watch) {
    watches.add(watch);
  }

  public void unwatch(DiskWatch watch) {
    watches.remove(watch);
  }

  /** From now on nothing changes: whatever would is refused. */
  void freeze() {
    frozen = true;
  }

  /** Changes are possible again. */
  void thaw() {
    frozen = false;
  }

  boolean isFrozen() {
    return frozen;
  }

  void checkAlive() throws IOException {
    if (frozen) {
      throw new IOException(SimulatedCrash.AFTERWARDS);
    }
  }

  void before(DiskChange change) throws IOException {
    for (DiskWatch watch : watches) {
      watch.before(change);
    }
  }

  int write(Path file, long position, int length) throws IOException {
    checkAlive();
    int written = length;
    for (DiskWatch watch : watches) {
      written = Math.min(written, watch.write(file, position, length));
    }
    return written;
  }

  void after(DiskChange change) throws IOException {
    for (DiskWatch watch : watches) {
      watch.after(change);
    }
  }

  @Override
  public void close() {
    OPEN.remove(id);
  }
}
