package dev.weir.property;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Verifies what holds for each input: runs a job over the same rows, in the same order, cut into
 * micro-batches in different ways, in each output mode that Spark takes it in, and once over a
 * batch of them. How rows are cut nobody chooses in production, so the answer must not depend on
 * it.
 *
 * <pre>{@code
 * assertThat(verifySlicings(
 *         harness, Encoders.STRING(), List.of("cat dog", "dog", "cat"), WordCountJob::wordCounts))
 *     .isInvariant()
 *     .equalsBatch()
 *     .isCoherent();
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class Slicings {
  private Slicings() {}

  /** With {@link SlicingOptions#defaults()}. */
  public static <T> SlicingReport verifySlicings(
      StreamHarness harness,
      Encoder<T> encoder,
      List<T> rows,
      Function<Dataset<Row>, ? extends Dataset<?>> job) {
    return verifySlicings(harness, encoder, rows, job, SlicingOptions.defaults());
  }

  /**
   * Runs a job over rows of a type.
   *
   * @param harness in whose session's copies the job is run, with the harness's options
   * @param encoder of the rows' type
   * @param rows what the job reads, in this order; two at least, none of them null
   * @param job from what is read, with the encoder's columns, to the result; it is called for each
   *     run, and must be the same each time
   * @param options which slicings, in which output modes
   * @return what each run has given
   * @throws IllegalArgumentException if there are fewer than two rows, which can be cut in one way
   *     only, or if the table of update mode has no key
   * @throws dev.weir.query.QueryFailedException if the job fails over all rows in one micro-batch
   * @throws IllegalStateException if Spark takes the job in none of the output modes, or it gives
   *     no row in one of them, so that nothing would be compared
   */
  public static <T> SlicingReport verifySlicings(
      StreamHarness harness,
      Encoder<T> encoder,
      List<T> rows,
      Function<Dataset<Row>, ? extends Dataset<?>> job,
      SlicingOptions options) {
    Source<T> source =
        new Source<>() {
          @Override
          public MemoryInput<T> input(StreamHarness own) {
            return own.memoryInput("rows", encoder);
          }

          @Override
          public Dataset<Row> batch(SparkSession session, List<T> some) {
            return session.createDataset(some, encoder).toDF();
          }
        };
    return SlicingReport.of(new JobRuns<>(harness, source, job, options), rows, options);
  }

  /** With {@link SlicingOptions#defaults()}. */
  public static SlicingReport verifySlicings(
      StreamHarness harness,
      StructType schema,
      List<Row> rows,
      Function<Dataset<Row>, ? extends Dataset<?>> job) {
    return verifySlicings(harness, schema, rows, job, SlicingOptions.defaults());
  }

  /**
   * Runs a job over rows of a schema; all else is as for rows of a type.
   *
   * @param schema of the rows
   */
  public static SlicingReport verifySlicings(
      StreamHarness harness,
      StructType schema,
      List<Row> rows,
      Function<Dataset<Row>, ? extends Dataset<?>> job,
      SlicingOptions options) {
    Source<Row> source =
        new Source<>() {
          @Override
          public MemoryInput<Row> input(StreamHarness own) {
            return own.memoryInput(schema);
          }

          @Override
          public Dataset<Row> batch(SparkSession session, List<Row> some) {
            return session.createDataFrame(some, schema);
          }
        };
    return SlicingReport.of(new JobRuns<>(harness, source, job, options), rows, options);
  }
}
