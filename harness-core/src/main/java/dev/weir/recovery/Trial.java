package dev.weir.recovery;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/** One run of a job, with a harness of its own: what a {@link JobUnderTest} sets up. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class Trial {
  private final StreamHarness harness;
  private final List<Runnable> batches = new ArrayList<>();
  private final Map<String, Supplier<Dataset<Row>>> sinks = new LinkedHashMap<>();
  private final List<AutoCloseable> resources = new ArrayList<>();
  private @Nullable DataStreamWriter<?> writer;

  Trial(StreamHarness harness) {
    this.harness = harness;
  }

  /** The harness of this run, for inputs of any kind. */
  public StreamHarness harness() {
    return harness;
  }

  /** The session of this run, which the job must use. */
  public SparkSession spark() {
    return harness.spark();
  }

  /** A memory input of this run. */
  public <T> MemoryInput<T> memoryInput(Encoder<T> encoder) {
    return harness.memoryInput(encoder);
  }

  /** A new folder of this run, such as one for a sink's files. */
  public Path newFolder() {
    return harness.newFolder();
  }

  /**
   * The job.
   *
   * @param job a writer that is not started; the location of a checkpoint that it names is the
   *     run's own
   * @throws IllegalStateException if the run has one already
   */
  public Trial query(DataStreamWriter<?> job) {
    if (writer != null) {
      throw new IllegalStateException(
          "A trial is of one query, and this one has one already. Verify another query in a"
              + " verification of its own. See docs/errors/trial.md");
    }
    writer = job;
    return this;
  }

  /**
   * One more micro-batch.
   *
   * @param add adds its rows to the inputs
   */
  public Trial batch(Runnable add) {
    batches.add(add);
    return this;
  }

  /**
   * How a sink's contents are read, as whoever uses them would: by a query of a database's table,
   * of the files, of a topic. Without any, what the job's writer was given is compared, where a
   * replayed batch takes the place of its first run.
   *
   * @param name for messages
   * @param reader reads them all; is called when the query is at rest
   */
  public Trial sink(String name, Supplier<Dataset<Row>> reader) {
    sinks.put(name, reader);
    return this;
  }

  /** Something to be closed when the run is over, such as a database. */
  public <C extends AutoCloseable> C closing(C resource) {
    resources.add(resource);
    return resource;
  }

  DataStreamWriter<?> writer() {
    if (writer == null || batches.isEmpty()) {
      throw new IllegalStateException(
          "A trial needs a query and at least one batch: call trial.query(writer) and"
              + " trial.batch(() -> input.add(...)). See docs/errors/trial.md");
    }
    return writer;
  }

  List<Runnable> batches() {
    return batches;
  }

  Map<String, Supplier<Dataset<Row>>> sinks() {
    return sinks;
  }

  List<AutoCloseable> resources() {
    return resources;
  }
}
