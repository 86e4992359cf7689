package dev.weir.recovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A checkpoint in the form in which it is committed: without what Spark does not need to go on from
 * it, and without what is of one run only. What is left of that is in Spark's binary files.
 */
final class NormalForm {
  private static final UUID NO_QUERY = new UUID(0, 0);

  private NormalForm() {}

  /** Brings a checkpoint into this form. */
  static void make(Path checkpoint, InputFolders inputs) {
    try {
      long last = lastBatch(checkpoint);
      for (Path file : files(checkpoint)) {
        if (isOfNoUse(checkpoint.relativize(file), last)) {
          Files.delete(file);
        }
      }
      StateFiles.prune(checkpoint.resolve("state"));
      for (Path log : files(checkpoint.resolve("sources"))) {
        Files.writeString(log, inputs.hide(Files.readString(log)));
      }
      setId(checkpoint, NO_QUERY);
      deleteEmptyFolders(checkpoint);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not bring into its normal form: " + checkpoint, e);
    }
  }

  /** Makes a checkpoint of this form one that a query can go on from, in place. */
  static void undo(Path checkpoint, InputFolders inputs) {
    try {
      for (Path log : files(checkpoint.resolve("sources"))) {
        Files.writeString(log, inputs.show(Files.readString(log)));
      }
      // Two queries of one id are not allowed to run at once, and tests may run in parallel.
      setId(checkpoint, UUID.randomUUID());
    } catch (IOException e) {
      throw new UncheckedIOException("Could not make ready to start from: " + checkpoint, e);
    }
  }

  /**
   * Spark reads the last commit, and of the offsets the last and those before it
   * (MicroBatchExecution.populateStartOffsets in Spark 3.5).
   */
  private static boolean isOfNoUse(Path file, long last) {
    String name = file.getFileName().toString();
    if (name.endsWith(".crc") || name.endsWith(".tmp")) {
      return true;
    }
    return switch (file.getName(0).toString()) {
      case "commits" -> Long.parseLong(name) < last;
      case "offsets" -> Long.parseLong(name) < last - 1;
      default -> false;
    };
  }

  private static void setId(Path checkpoint, UUID id) throws IOException {
    Files.writeString(checkpoint.resolve("metadata"), "{\"id\":\"" + id + "\"}");
  }

  /** The id of the batch that was committed last. */
  static long lastBatch(Path checkpoint) {
    try {
      return StateFiles.children(checkpoint.resolve("commits")).stream()
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .mapToLong(Long::parseLong)
          .max()
          .orElseThrow(() -> ArchiveMessages.noBatch(checkpoint));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + checkpoint, e);
    }
  }

  /** Git keeps none, so what is checked out would differ from what was recorded. */
  private static void deleteEmptyFolders(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path folder :
          all.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList()) {
        if (StateFiles.children(folder).isEmpty()) {
          Files.delete(folder);
        }
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
