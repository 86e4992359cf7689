package dev.weir.query;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A query under test did not get there in time. The message says what it was doing instead. */
@API(status = Status.MAINTAINED, since = "0.1")
public final class QueryTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QueryTimeoutException(String message) {
    super(message);
  }
}
