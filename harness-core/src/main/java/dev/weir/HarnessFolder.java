package dev.weir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/** The temporary folder of one harness, and the folders in it. */
final class HarnessFolder {
  private final Path root;
  private final Map<String, Path> checkpoints = new HashMap<>();
  private int made;

  HarnessFolder() {
    try {
      root = Files.createTempDirectory("weir-");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Could not make a temporary folder in " + System.getProperty("java.io.tmpdir"), e);
    }
  }

  Path root() {
    return root;
  }

  /** A new empty folder. */
  synchronized Path create(String name) {
    try {
      return Files.createDirectory(root.resolve(name + "-" + ++made));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not make a folder in " + root, e);
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

  /** Deletes everything. A file that goes away meanwhile is what was wanted. */
  void delete() {
    if (!Files.exists(root)) {
      return;
    }
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path folder, @org.jspecify.annotations.Nullable IOException e) throws IOException {
              Files.deleteIfExists(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("Could not delete " + root, e);
    }
  }
}
