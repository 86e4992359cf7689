package dev.weir.recovery;

import dev.weir.StreamHarness;
import dev.weir.internal.progress.Progress;
import dev.weir.query.TestQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Verifies what a crash makes of a job's sinks: runs the job once without a crash, then once for
 * each place and batch at which it can be killed, and compares what is in each sink in the end.
 *
 * <pre>{@code
 * assertThat(verifyRecovery(harness, trial -> {
 *   MemoryInput<String> orders = trial.memoryInput(Encoders.STRING());
 *   Database database = trial.closing(Database.open());
 *   trial.query(OrderTotalsJob.writer(orders.toDF(), database.url()));
 *   trial.batch(() -> orders.add("o1 10", "o2 5"));
 *   trial.batch(() -> orders.add("o1 7"));
 *   trial.sink("totals", () -> database.table("totals"));
 * })).isExactlyOnce();
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class Recovery {
  private final StreamHarness harness;
  private final JobUnderTest job;
  private final RecoveryOptions options;

  /** In which of the job's batches each micro-batch of the run without a crash was. */
  private final Map<Long, Integer> stepOf = new HashMap<>();

  private List<SinkContents> expected = List.of();

  private Recovery(StreamHarness harness, JobUnderTest job, RecoveryOptions options) {
    this.harness = harness;
    this.job = job;
    this.options = options;
  }

  /** Tries a crash at each place of each micro-batch. */
  public static RecoveryReport verifyRecovery(StreamHarness harness, JobUnderTest job) {
    return verifyRecovery(harness, job, RecoveryOptions.everywhere());
  }

  /**
   * Tries some crashes.
   *
   * @param harness in whose session's copies the job is run, with the harness's options
   * @param job sets up each run; what it captures must be the same for all runs
   * @param options which crashes
   * @return a verdict for each crash
   * @throws dev.weir.query.QueryFailedException if the job fails without a crash
   * @throws IllegalStateException if a trial has no query or no batch, or none of the crashes can
   *     be had
   */
  public static RecoveryReport verifyRecovery(
      StreamHarness harness, JobUnderTest job, RecoveryOptions options) {
    return new Recovery(harness, job, options).verify();
  }

  private RecoveryReport verify() {
    try (Progress progress = Progress.of("verifyRecovery", 0)) {
      return verify(progress);
    }
  }

  private RecoveryReport verify(Progress progress) {
    progress.step("the run without a crash");
    List<CrashPlan.Planned> plan =
        CrashPlan.of(runWithoutCrash()).stream()
            .filter(crash -> options.wants(crash.at().point()))
            .toList();
    if (plan.isEmpty()) {
      throw new IllegalStateException(
          "The job has come to none of the crash points "
              + options.points()
              + ", so there is nothing to verify. See docs/errors/crash-point.md");
    }
    progress.expect(1 + plan.size() + (int) plan.stream().filter(this::merges).count());
    List<Cell> cells = new ArrayList<>();
    for (CrashPlan.Planned crash : plan) {
      String where = "a crash " + crash.place() + ", in batch " + crash.at().batchId();
      progress.step(where);
      cells.add(cell(crash.at(), crash.place(), false));
      if (merges(crash)) {
        progress.step(where + ", more rows come");
        cells.add(cell(crash.at(), "before the offset log, more rows come", true));
      }
    }
    return new RecoveryReport(expected.stream().map(SinkContents::sink).toList(), cells);
  }

  private boolean merges(CrashPlan.Planned crash) {
    return options.mergesBatches()
        && crash.at().point() == CrashPoint.BEFORE_OFFSET_LOG
        && step(crash.at()) + 1 < steps();
  }

  private List<CrashAt> runWithoutCrash() {
    try (TrialRun run = TrialRun.of(harness, job)) {
      TestQuery query = run.start();
      for (int step = 0; step < run.batches(); step++) {
        run.add(step);
        for (long batch : query.processAllAvailable().batchIds()) {
          stepOf.put(batch, step);
        }
      }
      List<CrashAt> passed = query.crashPoints();
      query.stop();
      expected = run.contents();
      return passed;
    }
  }

  private int step(CrashAt at) {
    return stepOf.getOrDefault(at.batchId(), 0);
  }

  private int steps() {
    return stepOf.values().stream().mapToInt(step -> step + 1).max().orElse(0);
  }

  private Cell cell(CrashAt at, String place, boolean merging) {
    try (TrialRun run = TrialRun.of(harness, job)) {
      run.start();
      for (int step = 0; step < run.batches(); step++) {
        run.add(step);
        if (step == step(at)) {
          run.query().crash(at);
          if (merging) {
            run.add(++step);
          }
          run.restart();
        }
        run.query().processAllAvailable();
      }
      run.query().stop();
      return new Cell(at, place, compare(run.contents()), null);
    } catch (RuntimeException e) {
      return new Cell(at, place, List.of(), e);
    }
  }

  private List<SinkVerdict> compare(List<SinkContents> actual) {
    List<SinkVerdict> verdicts = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      verdicts.add(SinkVerdict.of(expected.get(i), actual.get(i)));
    }
    return verdicts;
  }
}
