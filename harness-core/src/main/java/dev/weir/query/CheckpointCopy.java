package dev.weir.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Copies a checkpoint as it was when one of its batches had been committed: without the files that
 * a later batch has written. Each of those has its batch's number in its name (OffsetSeqLog,
 * CommitLog), or the state's version, which is one more (HDFSBackedStateStoreProvider and
 * RocksDBFileManager in Spark 3.5).
 */
final class CheckpointCopy extends SimpleFileVisitor<Path> {
  private static final Pattern NUMBERED =
      Pattern.compile("\\.?(\\d+)(\\.delta|\\.snapshot|\\.zip|\\.changelog|\\.compact)?(\\.crc)?");

  /** The offset of a file source: the number of the last file in its own log. */
  private static final Pattern FILE_SOURCE = Pattern.compile("\\{\"logOffset\":(\\d+)}");

  private final Path from;
  private final Path to;
  private final long last;
  private final List<String> offsets;

  private CheckpointCopy(Path from, Path to, long last) {
    this.from = from;
    this.to = to;
    this.last = last;
    this.offsets = new Checkpoint(from).offsets(last);
  }

  /** Copies what is of batch {@code last} and older. */
  static void copy(Path from, Path to, long last) {
    try {
      Files.walkFileTree(from, new CheckpointCopy(from, to, last));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not copy the checkpoint " + from + " to " + to, e);
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    Files.createDirectories(to.resolve(from.relativize(folder)));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Path relative = from.relativize(file);
    if (!isLater(relative)) {
      Files.copy(file, to.resolve(relative), StandardCopyOption.COPY_ATTRIBUTES);
    }
    return FileVisitResult.CONTINUE;
  }

  /** Spark cleans up on threads of its own: a file that goes away meanwhile is not needed. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }

  private boolean isLater(Path file) {
    Matcher name = NUMBERED.matcher(file.getFileName().toString());
    if (!name.matches()) {
      return false;
    }
    long number = Long.parseLong(name.group(1));
    return switch (file.getName(0).toString()) {
      case "offsets", "commits" -> number > last;
      case "state" -> name.group(2) != null && number > last + 1;
      case "sources" -> number > lastOfSource(file.getName(1).toString());
      default -> false;
    };
  }

  /** A file source keeps a log of its files, numbered as its offsets are (FileStreamSourceLog). */
  private long lastOfSource(String source) {
    Matcher offset = FILE_SOURCE.matcher(offsets.get(Integer.parseInt(source)));
    return offset.matches() ? Long.parseLong(offset.group(1)) : Long.MAX_VALUE;
  }
}
