package dev.weir.recovery;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Sets up one run of a job: its inputs, its query, what is added for each micro-batch, and how its
 * sinks are read. It is called once for each run, and must set up the same each time, with inputs
 * and sinks of that run's own.
 *
 * <pre>{@code
 * JobUnderTest counts = trial -> {
 *   MemoryInput<String> lines = trial.memoryInput(Encoders.STRING());
 *   Path files = trial.newFolder();
 *   trial.query(WordCountJob.writer(lines.toDF(), files));
 *   trial.batch(() -> lines.add("cat dog"));
 *   trial.batch(() -> lines.add("cat"));
 *   trial.sink("files", () -> trial.spark().read().parquet(files.toString()));
 * };
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface JobUnderTest {

  /**
   * Sets up a run.
   *
   * @param trial what takes the job, its batches and its sinks
   * @throws Exception whatever goes wrong; it ends the verification
   */
  void setUp(Trial trial) throws Exception;
}
