package dev.weir.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Knows the exceptions of a system that queries read from or write to, and says what one of them
 * means; the failure's text then has it as the likely cause.
 *
 * <p>Found by {@link java.util.ServiceLoader}, so that this module knows none of these systems.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface FailureExplainer {

  /**
   * Explains a failure that it knows.
   *
   * @param chain the exceptions, each the cause of the one before
   * @param options what the query gave to each of its sources, or to its sink if a batch had been
   *     planned, since the sources have answered by then. They may hold passwords
   * @return what happened and what to check, in sentences; empty for any other failure
   */
  Optional<String> explain(List<Throwable> chain, List<Map<String, String>> options);
}
