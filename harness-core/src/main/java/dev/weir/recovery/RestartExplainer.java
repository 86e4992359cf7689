package dev.weir.recovery;

import dev.weir.query.FailureExplainer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Says of a query that cannot go on from its checkpoint what Spark 3.5 means by that, and what to
 * do. Spark has few exceptions of its own for it: most are told by their message or by the method
 * of Spark that threw them.
 */
@API(status = Status.INTERNAL, since = "0.1")
public final class RestartExplainer implements FailureExplainer {
  private static final List<Function<Thrown, Optional<String>>> RULES =
      List.of(
          RefusedStart::explain,
          RefusedState::explain,
          RefusedLog::explain,
          RefusedSource::explain,
          UnreadableFile::explain);

  /** For the service loader. */
  public RestartExplainer() {}

  @Override
  public Optional<String> explain(List<Throwable> chain, List<Map<String, String>> options) {
    Thrown thrown = new Thrown(chain);
    return RULES.stream().map(rule -> rule.apply(thrown)).flatMap(Optional::stream).findFirst();
  }
}
