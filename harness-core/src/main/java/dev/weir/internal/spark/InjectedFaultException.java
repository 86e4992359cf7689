package dev.weir.internal.spark;

import java.io.IOException;

/** The storage has failed because a test wants it to. */
public final class InjectedFaultException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String fault;

  InjectedFaultException(String message, String fault) {
    super(message);
    this.fault = fault;
  }

  /** Which fault it was, as the test has written it. */
  public String fault() {
    return fault;
  }
}
