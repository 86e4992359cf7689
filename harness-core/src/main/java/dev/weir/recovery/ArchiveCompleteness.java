package dev.weir.recovery;

import dev.weir.StreamHarness;
import dev.weir.assertion.CompletenessAssert;
import dev.weir.internal.spark.StreamingPlans;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AssertProvider;

/**
 * What is missing in an archive, given all jobs of a project. A job without state needs no golden
 * checkpoint: its checkpoint has nothing but places in its inputs.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class ArchiveCompleteness implements AssertProvider<CompletenessAssert> {
  private final StreamHarness harness;
  private final CheckpointArchive archive;

  /** The stateful operators of each job. */
  private final Map<String, List<String>> jobs = new LinkedHashMap<>();

  ArchiveCompleteness(StreamHarness harness, CheckpointArchive archive) {
    this.harness = harness;
    this.archive = archive;
  }

  /**
   * A job of the project. Its first batch is run, which shows whether it is stateful.
   *
   * @param name its name in the archive
   */
  public ArchiveCompleteness job(String name, JobUnderTest job) {
    jobs.put(name, GoldenRun.stateOperators(harness, job));
    return this;
  }

  /**
   * A job of the project. Its plan shows whether it is stateful.
   *
   * @param name its name in the archive
   * @param result what the job writes, a streaming Dataset
   */
  public ArchiveCompleteness job(String name, Dataset<?> result) {
    jobs.put(name, StreamingPlans.statefulOperators(result));
    return this;
  }

  /** The archive. */
  public CheckpointArchive archive() {
    return archive;
  }

  /** What is missing and what is left over, in words; none if the archive is complete. */
  public List<String> findings() {
    List<String> findings = new ArrayList<>();
    jobs.forEach(
        (name, operators) -> {
          if (!operators.isEmpty() && archive.releases(name).isEmpty()) {
            findings.add(ArchiveMessages.noGolden(name, operators));
          }
        });
    for (String job : archive.jobs()) {
      if (!jobs.containsKey(job)) {
        findings.add(ArchiveMessages.stale(job, archive.releases(job)));
      }
    }
    return findings;
  }

  /** For AssertJ's own {@code assertThat}. */
  @Override
  public CompletenessAssert assertThat() {
    return new CompletenessAssert(this);
  }
}
