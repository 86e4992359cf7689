package dev.weir.recovery;

import dev.weir.internal.spark.FileFault;
import dev.weir.internal.spark.FileFaults;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.regex.PatternSyntaxException;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Something that goes wrong when Spark writes a file: of a checkpoint, of the file sink, whatever
 * it opens through Hadoop's local file system. Given to {@code StreamHarness.inject}.
 *
 * <p>Files are named by a glob, as {@link java.nio.file.FileSystem#getPathMatcher} has it, that the
 * end of the path must match: {@code offsets/1}, {@code commits/*}, {@code state/0/0/2.delta},
 * {@code state/**.zip}, {@code _spark_metadata/0}, {@code part-*}, and {@code **} for all. They
 * have the names here that they are to have in the end, though Spark writes a file of a checkpoint
 * under a temporary name first (CheckpointFileManager in Spark 3.5); the checksums beside them are
 * never meant.
 *
 * <p>What Spark writes in other ways is not reached: its shuffle files, RocksDB's working folder,
 * and what a job writes by itself.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class StorageFault {
  private final IntFunction<FileFault> maker;
  private final int times;

  private StorageFault(IntFunction<FileFault> maker, int times) {
    this.maker = maker;
    this.times = times;
  }

  /**
   * Not a byte of a file can be written: an {@code IOException} at the first one, and an empty file
   * under a temporary name.
   *
   * @param files a glob
   */
  public static StorageFault failingWrite(String files) {
    String text = "failingWrite(\"" + checked(files) + "\")";
    return new StorageFault(n -> FileFaults.failingWrite(text, files, n), 1);
  }

  /**
   * A file is cut short, and whoever writes it is not told: what a machine leaves behind that lost
   * its power before the last pages were on the disk.
   *
   * @param files a glob
   * @param bytes how many bytes stay; zero or more
   */
  public static StorageFault cutShort(String files, long bytes) {
    String text = "cutShort(\"" + checked(files) + "\", " + notNegative(bytes) + ")";
    return new StorageFault(n -> FileFaults.cutShort(text, files, n, bytes), 1);
  }

  /**
   * A file is written and cannot be given its name: an {@code IOException} instead.
   *
   * @param files a glob
   */
  public static StorageFault failingRename(String files) {
    String text = "failingRename(\"" + checked(files) + "\")";
    return new StorageFault(n -> FileFaults.failingRename(text, files, n), 1);
  }

  /**
   * The first byte of a file waits, in real time: for a step that takes too long. It goes on when
   * the time is over, when the fault is lifted, or when the query is stopped.
   *
   * @param files a glob
   * @param delay more than nothing
   */
  public static StorageFault delayedWrite(String files, Duration delay) {
    if (delay.isZero() || delay.isNegative()) {
      throw new IllegalArgumentException(StorageMessages.noDelay(delay));
    }
    String text = "delayedWrite(\"" + checked(files) + "\", " + delay + ")";
    return new StorageFault(n -> FileFaults.delayedWrite(text, files, n, delay), 1);
  }

  /**
   * The disk is full, until the fault is lifted: an {@code IOException} from the write on for which
   * there is no room. Space that is given back is not counted.
   *
   * @param bytes how many there is room for, for all files together; zero or more
   */
  public static StorageFault fullDisk(long bytes) {
    String text = "fullDisk(" + notNegative(bytes) + ")";
    return new StorageFault(n -> FileFaults.fullDisk(text, "**", bytes), Integer.MAX_VALUE);
  }

  /**
   * The same for more files than the first one: each writing of a file counts, as does each rename.
   * A full disk stays full.
   *
   * @param times at least 1
   */
  public StorageFault times(int times) {
    if (times < 1) {
      throw new IllegalArgumentException(StorageMessages.noTimes(times));
    }
    return new StorageFault(maker, times);
  }

  /** The same for all files, until it is lifted. */
  public StorageFault always() {
    return times(Integer.MAX_VALUE);
  }

  /** Used by the harness: a fault that can be put on one disk. */
  public FileFault made() {
    return maker.apply(times);
  }

  /** As it was written. */
  @Override
  public String toString() {
    return "StorageFault." + made();
  }

  private static String checked(String files) {
    if (files.isBlank() || files.startsWith("/")) {
      throw new IllegalArgumentException(StorageMessages.notAnEnd(files));
    }
    try {
      FileFaults.failingWrite("", files, 1);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(StorageMessages.noGlob(files, e.getDescription()), e);
    }
    return files;
  }

  private static long notNegative(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(StorageMessages.negative(bytes));
    }
    return bytes;
  }
}
