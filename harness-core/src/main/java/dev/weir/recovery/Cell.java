package dev.weir.recovery;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * One run of the job, through one crash.
 *
 * @param at where it was crashed
 * @param place that place without its batch, in words: a row of the matrix
 * @param sinks what has become of each sink; empty if the run has failed
 * @param error why it has failed
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record Cell(CrashAt at, String place, List<SinkVerdict> sinks, @Nullable Throwable error) {

  /** The worst that has become of any sink. */
  public Verdict verdict() {
    return error != null
        ? Verdict.FAILED
        : sinks.stream()
            .map(SinkVerdict::verdict)
            .max(Verdict::compareTo)
            .orElse(Verdict.EXACTLY_ONCE);
  }

  /** What has become of one sink. */
  public Optional<SinkVerdict> sink(String name) {
    return sinks.stream().filter(s -> s.sink().equals(name)).findFirst();
  }
}
