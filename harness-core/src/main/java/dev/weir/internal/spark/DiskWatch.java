package dev.weir.internal.spark;

import java.io.IOException;

/**
 * Hears of changes of a {@link Disk}, on the thread that makes them. What it throws takes the place
 * of the change, or of its success.
 */
public interface DiskWatch {

  /** Something is about to change. */
  default void before(DiskChange change) throws IOException {}

  /** Something has changed. */
  default void after(DiskChange change) throws IOException {}
}
