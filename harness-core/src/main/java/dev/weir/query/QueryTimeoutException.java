package dev.weir.query;

/** A query under test did not get there in time. The message says what it was doing instead. */
public final class QueryTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QueryTimeoutException(String message) {
    super(message);
  }
}
