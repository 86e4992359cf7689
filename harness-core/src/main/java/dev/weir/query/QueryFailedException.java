package dev.weir.query;

/**
 * A query under test has died. The cause is the exception that killed it, down to the job's own:
 * Spark wraps it twice, in an exception that Java cannot catch where it is thrown.
 */
public final class QueryFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QueryFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
