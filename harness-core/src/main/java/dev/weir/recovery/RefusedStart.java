package dev.weir.recovery;

import java.util.Optional;

/** Refusals that come out of {@code start()} itself, before the query has a thread. */
final class RefusedStart {
  private RefusedStart() {}

  static Optional<String> explain(Thrown thrown) {
    if (thrown.says("This query does not support recovering from checkpoint location")) {
      return Optional.of(RestartMessages.SINK_CANNOT_RECOVER);
    }
    if (thrown.says("as another query with same id is already active")) {
      return Optional.of(RestartMessages.STILL_ACTIVE);
    }
    return Optional.empty();
  }
}
