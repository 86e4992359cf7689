package dev.weir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one harness, and the folders in it: a temporary one, or one that is kept, where
 * what an earlier harness has made is found again by the order in which it is asked for.
 */
final class HarnessFolder {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Path root;
  private final boolean kept;
  private final Map<String, Path> checkpoints = new HashMap<>();
  private int made;

  HarnessFolder() {
    this(Path.of(System.getProperty("java.io.tmpdir", ".")));
  }

  /** The kept folder that the options name, or a temporary one. */
  static HarnessFolder of(HarnessOptions options) {
    return options
        .folder()
        .map(folder -> new HarnessFolder(folder, true))
        .orElseGet(HarnessFolder::new);
  }

  private HarnessFolder(Path root, boolean kept) {
    this.root = root;
    this.kept = kept;
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Could not make the harness's folder "
              + root
              + ": can it be written, is a file in its place? See docs/errors/temporary-folder.md",
          e);
    }
  }

  HarnessFolder(Path parent) {
    kept = false;
    try {
      root = Files.createTempDirectory(parent, "weir-");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Could not make a temporary folder in "
              + parent
              + ": is it a folder, can it be written, has the disk room? "
              + "See docs/errors/temporary-folder.md",
          e);
    }
  }

  Path root() {
    return root;
  }

  /** Whether it outlives the harness. */
  boolean isKept() {
    return kept;
  }

  /** A new empty folder; in a kept one, what was made there in the same place. */
  synchronized Path create(String name) {
    try {
      return Files.createDirectories(root.resolve(name + "-" + ++made));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not make a folder in " + root, e);
    }
  }

  /** A new folder with a copy of another one's contents. */
  Path copy(Path from, String name) {
    Path to = create(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.skip(1).toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException("Could not copy " + from + " to " + to, e);
    }
  }

  /**
   * The folder that stands for a checkpoint location of a job: the same one for the same location,
   * so that a job that is started twice finds its checkpoint, and never the one of another test.
   */
  synchronized Path checkpoint(String location) {
    if (location.startsWith(root.toString()) || location.startsWith(root.toUri().toString())) {
      return Path.of(location.replaceFirst("^file:", ""));
    }
    return checkpoints.computeIfAbsent(location, l -> create("checkpoint"));
  }

  /**
   * Deletes everything, unless it is kept. Spark deletes and writes in there too, on threads of its
   * own: a file that goes away meanwhile is what was wanted, and a folder that has got a file
   * meanwhile is tried again.
   */
  void delete() {
    if (kept) {
      return;
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (Files.exists(root)) {
      try {
        Files.walkFileTree(root, new Deletion());
      } catch (DirectoryNotEmptyException e) {
        if (System.nanoTime() > end) {
          throw new UncheckedIOException("Could not delete " + root + ": files still come", e);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      } catch (IOException e) {
        throw new UncheckedIOException("Could not delete " + root, e);
      }
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
