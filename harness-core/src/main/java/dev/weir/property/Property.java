package dev.weir.property;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.streaming.OutputMode;

/** What holds for each slicing of the rows, in each output mode. */
enum Property {
  INVARIANT(
      "one answer however the rows are cut into micro-batches",
      "Nobody chooses in production how rows are cut. Let the result follow from the rows alone:\n"
          + "nothing of the batch's own time, number or size, no first or last row of a group, no"
          + " state\nthat is changed and not given to update(). Which rows are late depends on when"
          + " the watermark\nmoves: let none be late.") {
    @Override
    <T> Optional<String> difference(Verification<T> job, OutputMode mode, List<List<T>> batches) {
      return job.of(mode, batches).differenceTo(job.inOneBatch(mode, batches), job.tolerance());
    }
  },

  EQUALS_BATCH(
      "the answer that the job gives of a batch of the rows",
      "The streaming job says something else than the same code over a batch. Only a stream drops"
          + " late\nrows, and only a stream emits what a key has so far.") {
    @Override
    <T> Optional<String> difference(Verification<T> job, OutputMode mode, List<List<T>> batches) {
      return job.difference(mode, job.of(mode, batches), job.ofBatch(batches));
    }
  },

  COHERENT(
      "the same answer in each output mode",
      "The modes differ in what they emit and when, not in what a reader sees in the end. Update"
          + " mode\ndrops late rows, complete mode does not. A table of update mode has the latest"
          + " row of each key,\nwhich must be the whole key.") {
    @Override
    <T> Optional<String> difference(Verification<T> job, OutputMode mode, List<List<T>> batches) {
      Answer own = job.of(mode, batches);
      Answer whole = job.of(job.widestMode(), batches);
      // What has failed is told of the mode that it has failed in.
      if (mode.equals(job.widestMode()) || whole.rows() == null) {
        return own.failureText();
      }
      return job.difference(mode, own, whole.rows());
    }
  };

  private final String promise;
  private final String advice;

  Property(String promise, String advice) {
    this.promise = promise;
    this.advice = advice;
  }

  /** To follow "Expecting". */
  String promise() {
    return promise;
  }

  /** What to do where it does not hold. */
  String advice() {
    return advice;
  }

  /**
   * In which way the property does not hold of some rows.
   *
   * @return empty if it holds
   */
  abstract <T> Optional<String> difference(
      Verification<T> job, OutputMode mode, List<List<T>> batches);
}
