package dev.weir.recovery;

import dev.weir.HarnessOptions;
import dev.weir.internal.progress.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * A job that runs in JVMs of its own, each of which is killed in the middle of its work, as {@code
 * kill -9} does it, and followed by the next one on the same checkpoint. That is the real thing of
 * which {@link dev.weir.query.TestQuery#crash} is the quick model: no {@code finally} runs, no
 * shutdown hook, and what the job keeps in other places than Hadoop's file systems is left as it
 * is.
 *
 * <pre>{@code
 * KillReport report = ForkedJob.of(WordCounts.class)
 *     .killedAt(AFTER_SINK_WRITE.inBatch(0), DURING_STOP.inBatch(1));
 * assertThat(report).isExactlyOnce();
 * }</pre>
 *
 * <p>A JVM is held at its place until it is killed: the thread that comes there stays there, and
 * all others go on. Kills are by {@link Process#destroyForcibly}, SIGKILL on Unix.
 *
 * <p>What the job has in folders of its {@link Trial} outlives its JVMs, and goes away in the end.
 * A sink elsewhere, such as a database, must be one that another JVM finds again: in a file, or in
 * a process of its own.
 *
 * <p>Each JVM takes some seconds to start, and is started while the one before it runs.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class ForkedJob {
  private final Class<? extends JobUnderTest> type;
  private final HarnessOptions options;
  private final List<String> jvmArguments;
  private final Path parent;
  private @Nullable List<SinkContents> undisturbed;

  private ForkedJob(
      Class<? extends JobUnderTest> type,
      HarnessOptions options,
      List<String> jvmArguments,
      Path parent) {
    this.type = type;
    this.options = options;
    this.jvmArguments = jvmArguments;
    this.parent = parent;
  }

  /**
   * A job to be killed.
   *
   * @param type a class with a constructor without parameters, since only its name can be handed to
   *     another JVM: no lambda, no anonymous, local or inner class. It must set up the same at each
   *     call, over sinks that outlive a JVM, each declared by {@link Trial#sink}.
   * @throws IllegalArgumentException if it is none
   */
  public static ForkedJob of(Class<? extends JobUnderTest> type) {
    ForkedType.check(type);
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "."));
    return new ForkedJob(type, HarnessOptions.defaults(), List.of(), temporary);
  }

  /**
   * With other options than the default ones. A JVM that says nothing for twice their timeout is
   * given up.
   */
  public ForkedJob withOptions(HarnessOptions other) {
    return new ForkedJob(type, other, jvmArguments, parent);
  }

  /**
   * With more arguments for the JVMs, which win over Weir's: {@code -Xmx2g}, or {@code
   * -Dspark.sql.extensions=...} for the SparkContext. The system properties of this JVM of which
   * Spark makes confs, {@code spark.*}, are handed on by themselves.
   */
  public ForkedJob withJvmArguments(String... arguments) {
    List<String> more = new ArrayList<>(jvmArguments);
    more.addAll(List.of(arguments));
    return new ForkedJob(type, options, List.copyOf(more), parent);
  }

  /** Where the folder is made that all is in; it goes away with the last JVM. */
  ForkedJob in(Path folder) {
    return new ForkedJob(type, options, jvmArguments, folder);
  }

  /**
   * Runs the job's batches in a chain of JVMs. Each goes on where the one before it was killed,
   * until it is killed itself; the last one runs to the end. What is in the sinks then is compared
   * with what is there after a run that nobody disturbs, once for this object.
   *
   * @param places where each JVM is killed, in that order: in a certain batch, or in the next that
   *     comes there after the restart
   * @return what became of the rows
   * @throws IllegalArgumentException if there is no place
   * @throws IllegalStateException if the job fails by itself, or does not come to one of the
   *     places: says where it came; or if a JVM ends by itself, or says nothing any more
   */
  public KillReport killedAt(CrashAt... places) {
    return killedAt(1, places);
  }

  /**
   * Does that several times, each time from the beginning.
   *
   * @param rounds at least 1
   * @param places where each JVM of a round is killed
   * @return what became of the rows of all rounds
   * @throws IllegalArgumentException if there is no place or no round
   * @throws IllegalStateException as {@link #killedAt(CrashAt...)}
   */
  public KillReport killedAt(int rounds, CrashAt... places) {
    if (places.length == 0 || rounds < 1) {
      throw new IllegalArgumentException(ForkedMessages.noKill(rounds, places.length));
    }
    int chains = rounds * (places.length + 1) + (undisturbed == null ? 1 : 0);
    try (ForkedChain chain = new ForkedChain(type, options, jvmArguments, parent);
        Progress progress = Progress.of("ForkedJob " + type.getSimpleName(), chains)) {
      KillReport report = new KillReport(type.getSimpleName());
      for (int round = 0; round < rounds; round++) {
        List<SinkContents> expected = undisturbed(chain, progress);
        List<CrashAt> kills = new ArrayList<>();
        report.add(kills, expected, chain.run(List.of(places), kills::add, progress));
      }
      return report;
    }
  }

  private synchronized List<SinkContents> undisturbed(ForkedChain chain, Progress progress) {
    if (undisturbed == null) {
      undisturbed = chain.run(List.of(), kill -> {}, progress);
    }
    return undisturbed;
  }
}
