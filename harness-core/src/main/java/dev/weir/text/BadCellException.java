package dev.weir.text;

/** A text that is no value of its type; whoever knows where it stands says that too. */
final class BadCellException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadCellException(String message) {
    super(message);
  }
}
