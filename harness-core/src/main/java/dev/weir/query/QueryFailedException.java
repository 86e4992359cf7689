package dev.weir.query;

import dev.weir.internal.spark.QueryFailure;
import java.util.List;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A query under test has died. The cause is the exception that killed it, down to the job's own:
 * Spark wraps it twice, in an exception that Java cannot catch where it is thrown.
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class QueryFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient QueryFailure failure;

  QueryFailedException(String message, QueryFailure failure) {
    super(message, failure.root());
    this.failure = failure;
  }

  /**
   * The micro-batch that failed.
   *
   * @return Spark's id; empty if the query failed before it had planned a batch, or between two
   */
  public OptionalLong batchId() {
    return failure.planned() ? OptionalLong.of(failure.batchId()) : OptionalLong.empty();
  }

  /** All exceptions, each the cause of the one before, Spark's wrappings first. */
  public List<Throwable> chain() {
    return failure.chain();
  }
}
