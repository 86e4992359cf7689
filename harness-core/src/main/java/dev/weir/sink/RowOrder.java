package dev.weir.sink;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What the order of the rows of a view means. */
@API(status = Status.MAINTAINED, since = "0.1")
public enum RowOrder {
  /** Nothing: Spark promises no order within a batch of more than one partition. */
  NONE,
  /** Batches follow each other; within one batch there is no order. */
  ACROSS_BATCHES,
  /** The query sorted its result, so that the order of the rows is part of the answer. */
  SORTED
}
