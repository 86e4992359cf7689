package dev.weir.recovery;

import dev.weir.StreamHarness;
import dev.weir.query.QueryFailedException;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Golden checkpoints of released jobs, kept in a folder of the project and committed with it. A
 * test asks of each whether the job as it is now goes on from it, and whether it goes on rightly:
 *
 * <pre>{@code
 * CheckpointArchive archive = CheckpointArchive.in(Path.of("src/test/resources/checkpoints"));
 *
 * assertThat(archive.check(harness, "word-count", trial -> {
 *   MemoryInput<String> lines = trial.memoryInput(Encoders.STRING());
 *   trial.query(WordCountJob.writer(lines.toDF()));
 *   trial.batch(() -> lines.add("cat dog"));   // before the checkpoint
 *   trial.batch(() -> lines.add("cat"));       // the last batch: after it
 * })).isEqual();
 * }</pre>
 *
 * <p>The same test records: with {@code -Dweir.record=1.4} the check begins with recording the
 * golden checkpoint of release 1.4. Without the property nothing is ever written.
 *
 * <p>A golden checkpoint is taken after all batches of the trial but the last. Both when it is
 * recorded and when it is checked, a run goes on from it over the same inputs and with sinks that
 * have seen nothing, and takes the last batch; what is in the sinks then is compared. So the
 * comparison is about what is written after the restart. The trial's time stands still, and begins
 * in each run when it began in the recorded one.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class CheckpointArchive {
  private static final String RECORD = "weir.record";

  private final Path folder;
  private final GoldenFiles files;

  private CheckpointArchive(Path folder) {
    this.folder = folder;
    this.files = new GoldenFiles(folder);
  }

  /**
   * The archive in a folder.
   *
   * @param folder such as {@code src/test/resources/checkpoints}; need not be there before
   *     something is recorded
   */
  public static CheckpointArchive in(Path folder) {
    return new CheckpointArchive(folder);
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** The names of the jobs that have a golden checkpoint. */
  public List<String> jobs() {
    return files.jobs();
  }

  /** The releases of a job that have a golden checkpoint, the oldest first: 1.9 before 1.10. */
  public List<String> releases(String job) {
    return files.releases(job).stream().map(path -> path.getFileName().toString()).toList();
  }

  /**
   * Starts a job from each of its golden checkpoints. If the system property {@code weir.record} is
   * set, the golden checkpoint of the release that it names is recorded first.
   *
   * @param harness its session and options are used; nothing else of it is
   * @param name the job's name in the archive: letters, digits, dots, hyphens, underscores
   * @param job at least two batches, the last of which comes after the restart. They must be the
   *     batches of the recording
   * @return a verdict for each release
   * @throws IllegalStateException if a golden checkpoint was recorded with another number of
   *     batches, or the job fails without one too; and while recording, if the release is there
   *     already, or the job does not go on from its own checkpoint, or not in the same way twice
   */
  public CompatibilityReport check(StreamHarness harness, String name, JobUnderTest job) {
    String release = System.getProperty(RECORD);
    if (release != null) {
      new GoldenRecorder(harness, name, job).record(files.of(name, release));
    }
    GoldenRun run = new GoldenRun(harness, job);
    return new CompatibilityReport(
        name,
        files.releases(name).stream().map(Golden::read).map(g -> verdict(name, run, g)).toList());
  }

  private static CompatibilityVerdict verdict(String name, GoldenRun run, Golden golden) {
    GoldenRun.Result result = run.from(golden);
    if (result.refusal() == null) {
      return CompatibilityVerdict.of(
          golden, GoldenDifferences.between(golden.expected(), result.written()));
    }
    QueryFailedException fails = run.withoutCheckpoint(golden);
    if (fails != null) {
      throw ArchiveMessages.failsAnyway(name, fails);
    }
    return CompatibilityVerdict.refused(golden, result.refusal());
  }

  /**
   * Whether each stateful job has a golden checkpoint, and each golden checkpoint a job: to be told
   * the jobs, and then asserted on.
   *
   * <pre>{@code
   * assertThat(archive.completeness(harness)
   *     .job("word-count", wordCounts)     // the job of the check
   *     .job("errors-only", errorsOnly))   // or its result, a streaming Dataset
   *     .isComplete();
   * }</pre>
   */
  public ArchiveCompleteness completeness(StreamHarness harness) {
    return new ArchiveCompleteness(harness, this);
  }
}
