package dev.weir.recovery;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What a crash and a restart have made of a sink, against a run without a crash. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public enum Verdict {
  /** The same rows, each as often. */
  EXACTLY_ONCE("ok"),
  /** All rows, and some of them more than once. */
  DOUBLED("DOUBLED"),
  /** Some rows are not there, and no others are. */
  LOST("LOST"),
  /** Other rows: a sum that is too high, a value that is drawn anew. */
  DIFFERENT("DIFFERENT"),
  /** The restarted query, or the reader of the sink, has failed. */
  FAILED("FAILED");

  private final String cell;

  Verdict(String cell) {
    this.cell = cell;
  }

  /** As it stands in the matrix. */
  String cell() {
    return cell;
  }
}
