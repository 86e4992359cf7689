package dev.weir.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A look into the checkpoint of a query: what it has planned, and what it has committed. Spark
 * writes a file per micro-batch into the folder {@code offsets} before the batch, and one into
 * {@code commits} after it (OffsetSeqLog and CommitLog in Spark 3.5). Between two runs of the query
 * its files can be damaged, to see what becomes of that.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class Checkpoint {
  private static final String PLANNED = "offsets";
  private static final String COMMITTED = "commits";

  private final Path folder;
  private final Runnable letGo;

  Checkpoint(Path folder) {
    this(folder, () -> {});
  }

  /**
   * Of a query.
   *
   * @param letGo makes sure that no query works on the folder any more, or throws
   */
  Checkpoint(Path folder, Runnable letGo) {
    this.folder = folder;
    this.letGo = letGo;
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

  /**
   * All files of the checkpoint but Hadoop's checksums, those with a number in its order.
   *
   * @return their paths in the checkpoint, with slashes: {@code offsets/0}
   */
  public List<String> files() {
    return new CheckpointDamage(folder).files();
  }

  /** The files of one kind, as {@link #files()}. */
  public List<String> files(CheckpointFile kind) {
    return files().stream().filter(file -> CheckpointFile.of(file) == kind).toList();
  }

  /**
   * Deletes a file with its checksum, or a folder with all that is in it. As all damage it is done
   * between two runs: {@code query.stop(); query.checkpoint().delete("metadata"); query.restart();}
   *
   * @param path in the checkpoint, with slashes, as {@link #files()} has it
   * @return this
   * @throws IllegalArgumentException if it is not there; says what is
   * @throws IllegalStateException if a query is running on the checkpoint
   */
  public Checkpoint delete(String path) {
    return damage(files -> files.delete(path));
  }

  /** {@link #cutShort(String, long, Checksum)} that leaves the checksum as it was. */
  public Checkpoint cutShort(String path, long bytes) {
    return cutShort(path, bytes, Checksum.KEPT);
  }

  /**
   * Cuts the end of a file off.
   *
   * @param path in the checkpoint, with slashes, as {@link #files()} has it
   * @param bytes how many are left; 0 or more, and fewer than it has
   * @param checksum whether Hadoop notices. Of an empty file it never does
   * @return this
   * @throws IllegalArgumentException if there is no such file, or it is not longer; says what is
   * @throws IllegalStateException if a query is running on the checkpoint
   */
  public Checkpoint cutShort(String path, long bytes, Checksum checksum) {
    return damage(files -> files.cutShort(path, bytes, checksum));
  }

  /** {@link #corrupt(String, Checksum)} that leaves the checksum as it was. */
  public Checkpoint corrupt(String path) {
    return corrupt(path, Checksum.KEPT);
  }

  /**
   * Changes the bytes in the middle of a file, sixteen at most.
   *
   * @param path in the checkpoint, with slashes, as {@link #files()} has it
   * @param checksum whether Hadoop notices when it reads the file
   * @return this
   * @throws IllegalArgumentException if there is no such file, or it is empty; says what is there
   * @throws IllegalStateException if a query is running on the checkpoint
   */
  public Checkpoint corrupt(String path, Checksum checksum) {
    return damage(files -> files.corrupt(path, checksum));
  }

  /**
   * Deletes the commit file of the last batch, so that the next run of the query runs that batch
   * again, with the same id, input and time (MicroBatchExecution.populateStartOffsets in Spark
   * 3.5): what a crash between the sink's commit and Spark's own leaves.
   *
   * @param batchId the last batch, which has been committed
   * @return this
   * @throws IllegalArgumentException if it is not the last one, or not committed: Spark would not
   *     run it again
   * @throws IllegalStateException if a query is running on the checkpoint
   */
  public Checkpoint forget(long batchId) {
    List<Long> committed = committedBatches();
    if (!committed.contains(batchId)) {
      throw new IllegalArgumentException(DamageMessages.notCommitted(batchId, committed));
    }
    List<Long> planned = plannedBatches();
    long last = planned.get(planned.size() - 1);
    if (batchId != last) {
      throw new IllegalArgumentException(DamageMessages.notTheLast(batchId, last));
    }
    return delete(COMMITTED + "/" + batchId);
  }

  private Checkpoint damage(Consumer<CheckpointDamage> how) {
    letGo.run();
    how.accept(new CheckpointDamage(folder));
    return this;
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
