package dev.weir.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A look into the checkpoint of a query: what it has planned, and what it has committed. Spark
 * writes a file per micro-batch into the folder {@code offsets} before the batch, and one into
 * {@code commits} after it (OffsetSeqLog and CommitLog in Spark 3.5).
 */
public final class Checkpoint {
  private static final String PLANNED = "offsets";
  private static final String COMMITTED = "commits";

  private final Path folder;

  Checkpoint(Path folder) {
    this.folder = folder;
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** The ids of the batches in the offset log, in ascending order. Spark keeps the last hundred. */
  public List<Long> plannedBatches() {
    return batches(PLANNED);
  }

  /** The ids of the batches in the commit log, in ascending order. */
  public List<Long> committedBatches() {
    return batches(COMMITTED);
  }

  /**
   * The offsets up to which a batch reads, each as its source writes it: a number, or JSON.
   *
   * @return one for each source, in the order of the plan; {@code -} for a source that has none
   * @throws IllegalArgumentException if the batch is not in the log; says which are
   */
  public List<String> offsets(long batchId) {
    List<String> lines = lines(PLANNED, batchId);
    return lines.subList(Math.min(2, lines.size()), lines.size());
  }

  /**
   * What Spark noted of a batch beside its offsets, as JSON: the watermark and the time of the
   * batch, and the configurations that a restarted query keeps.
   *
   * @throws IllegalArgumentException if the batch is not in the log; says which are
   */
  public String metadata(long batchId) {
    return lines(PLANNED, batchId).get(1);
  }

  /**
   * Copies the checkpoint as it was when a batch had been committed.
   *
   * @param target a folder that is not there yet, or is empty
   * @param batchId the last batch that the copy knows of
   * @throws IllegalArgumentException if the batch is not in the commit log; says which are
   */
  public void copyTo(Path target, long batchId) {
    if (!committedBatches().contains(batchId)) {
      throw new IllegalArgumentException(
          "There is no batch "
              + batchId
              + " in the commit log of "
              + folder.getFileName()
              + ", but batches "
              + committedBatches()
              + ". See docs/errors/no-batch.md");
    }
    CheckpointCopy.copy(folder, target, batchId);
  }

  private List<String> lines(String log, long batchId) {
    Path file = folder.resolve(log).resolve(Long.toString(batchId));
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "There is no batch "
              + batchId
              + " in the offset log of "
              + folder.getFileName()
              + ", but batches "
              + batches(log)
              + ". See docs/errors/no-batch.md");
    }
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + file, e);
    }
  }

  private List<Long> batches(String log) {
    Path logFolder = folder.resolve(log);
    if (!Files.exists(logFolder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(logFolder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.chars().allMatch(Character::isDigit))
          .map(Long::valueOf)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not list " + logFolder, e);
    }
  }
}
