package dev.weir.recovery;

import dev.weir.HarnessOptions;
import dev.weir.StreamHarness;
import dev.weir.query.QueryFailedException;
import dev.weir.query.TestQuery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.streaming.StateOperatorProgress;
import org.jspecify.annotations.Nullable;

/**
 * Runs a job for an archive: up to the place where its golden checkpoint is taken, and on from
 * there. Both begin at the same time, so that the times in state and offset log fit.
 */
final class GoldenRun {
  private final StreamHarness outer;
  private final JobUnderTest job;

  /**
   * How a run on a golden checkpoint ended.
   *
   * @param written what is in each sink; none if it failed
   * @param refusal why it could not start, or failed
   */
  record Result(List<SinkText> written, @Nullable Throwable refusal) {}

  GoldenRun(StreamHarness outer, JobUnderTest job) {
    this.outer = outer;
    this.job = job;
  }

  private TrialRun trial(Instant clock) {
    HarnessOptions options = outer.options().withClockStartingAt(clock);
    return TrialRun.of(outer.spark(), options, job);
  }

  /**
   * Runs all batches but the last, and takes the checkpoint.
   *
   * @param folder where the golden checkpoint will be; is there
   */
  Golden upToTheLastBatch(Path folder, Instant clock) {
    try (TrialRun run = trial(clock)) {
      int before = run.batches() - 1;
      if (before < 1) {
        throw ArchiveMessages.tooFewBatches();
      }
      run.start();
      for (int batch = 0; batch < before; batch++) {
        run.add(batch);
        process(run);
      }
      TestQuery query = run.query();
      query.stop();
      Path checkpoint = Golden.checkpointIn(folder);
      query.checkpoint().copyTo(checkpoint, NormalForm.lastBatch(query.checkpointLocation()));
      NormalForm.make(checkpoint, InputFolders.of(query.sources()));
      GoldenInfo info =
          new GoldenInfo(
              GoldenInfo.FORMAT,
              outer.spark().version(),
              clock.toString(),
              before,
              stateOperators(query),
              List.of());
      return new Golden(folder, info, List.of());
    }
  }

  /** Goes on from a golden checkpoint, with sinks that have seen nothing. */
  Result from(Golden golden) {
    try (TrialRun run = trial(golden.clock())) {
      int before = golden.info().batchesBefore();
      if (run.batches() != before + 1) {
        throw ArchiveMessages.otherBatches(golden, run.batches());
      }
      // What it reads and writes is known when it has been started once, on no checkpoint.
      TestQuery fresh = run.start();
      fresh.awaitStart();
      fresh.stop();
      for (int batch = 0; batch < before; batch++) {
        run.add(batch);
      }
      Path checkpoint = run.harness().newFolder();
      GoldenFiles.copy(golden.checkpoint(), checkpoint);
      NormalForm.undo(checkpoint, InputFolders.of(fresh.sources()));
      FileSinkLog.begin(run.harness().spark(), fresh.sink(), golden.lastBatch());
      try {
        run.startedBy(writer -> run.harness().startFrom(checkpoint, writer));
      } catch (Exception e) {
        return new Result(List.of(), e);
      }
      run.add(before);
      try {
        process(run);
      } catch (QueryFailedException e) {
        return new Result(List.of(), e);
      }
      return new Result(contents(run), null);
    }
  }

  /**
   * Runs all batches on no checkpoint.
   *
   * @return what failed; null if nothing did
   */
  @Nullable QueryFailedException withoutCheckpoint(Golden golden) {
    try (TrialRun run = trial(golden.clock())) {
      run.start();
      for (int batch = 0; batch < run.batches(); batch++) {
        run.add(batch);
        process(run);
      }
      return null;
    } catch (QueryFailedException e) {
      return e;
    }
  }

  /** The stateful operators, as Spark calls them in its progress. */
  static List<String> stateOperators(StreamHarness outer, JobUnderTest job) {
    try (TrialRun run = TrialRun.of(outer, job)) {
      run.start();
      run.add(0);
      process(run);
      return stateOperators(run.query());
    }
  }

  private static List<String> stateOperators(TestQuery query) {
    return query.lastProgress().stream()
        .flatMap(progress -> Arrays.stream(progress.stateOperators()))
        .map(StateOperatorProgress::operatorName)
        .toList();
  }

  /** Lets what was added run. A query that ends by itself is started again for it. */
  private static void process(TrialRun run) {
    if (run.query().isActive()) {
      run.query().processAllAvailable();
    }
    if (!run.query().isActive()) {
      run.restart().processAllAvailable();
    }
  }

  private static List<SinkText> contents(TrialRun run) {
    List<SinkText> texts = new ArrayList<>();
    for (SinkContents contents : run.contents()) {
      texts.add(SinkText.of(run.harness().spark(), contents));
    }
    return texts;
  }
}
