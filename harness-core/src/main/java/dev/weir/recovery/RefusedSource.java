package dev.weir.recovery;

import java.util.Optional;
import java.util.regex.Pattern;

/** Sources that cannot go on from the offsets in the checkpoint. */
final class RefusedSource {
  private static final Pattern NUMBER =
      Pattern.compile(
          "There are \\[(\\d+)] sources in the checkpoint offsets and now there are \\[(\\d+)]");

  private RefusedSource() {}

  static Optional<String> explain(Thrown thrown) {
    return thrown
        .find(NUMBER)
        .map(m -> RestartMessages.otherNumberOfSources(m.group(1), m.group(2)))
        .or(() -> ofAContinuousQuery(thrown))
        .or(() -> otherKind(thrown));
  }

  /** A continuous query logs no metadata of its epochs, which the micro-batches start from. */
  private static Optional<String> ofAContinuousQuery(Thrown thrown) {
    return thrown.root() instanceof NullPointerException
            && thrown.says("WatermarkTracker.currentWatermark()")
        ? Optional.of(RestartMessages.CONTINUOUS)
        : Optional.empty();
  }

  private static Optional<String> otherKind(Thrown thrown) {
    boolean notItsOffset =
        thrown.isFrom("", "deserializeOffset")
            || thrown.isFrom("FileStreamSourceOffset$", "apply")
            || (thrown.isFrom("FileStreamSource", "getBatch") && thrown.says("doesn't exist"));
    return notItsOffset ? Optional.of(RestartMessages.OTHER_SOURCE) : Optional.empty();
  }
}
