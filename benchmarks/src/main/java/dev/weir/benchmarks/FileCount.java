package dev.weir.benchmarks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Counts the files of a folder that others write to. */
final class FileCount extends SimpleFileVisitor<Path> {
  private int files;

  private FileCount() {}

  /** The fewest within a second: Spark's cleaner deletes files when their objects are collected. */
  static double settledIn(Path folder) throws IOException {
    double fewest = in(folder);
    for (int look = 0; look < 10; look++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      fewest = Math.min(fewest, in(folder));
    }
    return fewest;
  }

  static double in(Path folder) throws IOException {
    FileCount count = new FileCount();
    Files.walkFileTree(folder, count);
    return count.files;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    files++;
    return FileVisitResult.CONTINUE;
  }

  /** Spark's cleaner has just deleted it. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException e) {
    return FileVisitResult.CONTINUE;
  }
}
