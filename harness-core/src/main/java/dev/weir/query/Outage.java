package dev.weir.query;

import dev.weir.input.StreamInput;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a step waits for an input that will not come back. A client of the job tries for minutes
 * to reach a system that is gone; the test is to know within seconds.
 *
 * <p>A system that is restarted in the middle of a batch is back in time: only what was out of
 * reach at each look during a while is an outage.
 */
final class Outage {
  /** A step that takes no longer is not bothered. */
  private static final Duration BEFORE_THE_FIRST_LOOK = Duration.ofSeconds(2);

  private static final Duration AT_LEAST = Duration.ofSeconds(5);

  private final List<StreamInput> inputs;
  private final long began = System.nanoTime();
  private long since;
  private @Nullable StreamInput out;

  Outage(List<StreamInput> inputs) {
    this.inputs = inputs;
  }

  /** Looks; gives the outage in words if it has lasted. */
  Optional<String> look() {
    long now = System.nanoTime();
    if (now - began < BEFORE_THE_FIRST_LOOK.toNanos()) {
      return Optional.empty();
    }
    for (StreamInput input : inputs) {
      Optional<String> reason = input.outage();
      if (reason.isPresent()) {
        if (out != input) {
          out = input;
          since = now;
        }
        return now - since < AT_LEAST.toNanos()
            ? Optional.empty()
            : Optional.of(input.description() + " " + reason.get());
      }
    }
    out = null;
    return Optional.empty();
  }
}
