package dev.weir.internal.spark;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Hears of changes of a {@link Disk}, on the thread that makes them. What it throws takes the place
 * of the change, or of its success.
 */
public interface DiskWatch {

  /** Something is about to change. */
  default void before(DiskChange change) throws IOException {}

  /**
   * Bytes are about to be written to a file that was opened by {@link DiskChange.Kind#CREATE}.
   *
   * @param file the file as it is called while it is written
   * @param position how many bytes were given to it before
   * @param length how many are given now
   * @return how many of these are written; the others are lost without a word
   */
  default int write(Path file, long position, int length) throws IOException {
    return length;
  }

  /** Something has changed. */
  default void after(DiskChange change) throws IOException {}
}
