package dev.weir.query;

import dev.weir.internal.spark.OutputModes;
import dev.weir.internal.spark.PlanFacts;
import dev.weir.internal.spark.QueryFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.streaming.OutputMode;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/** A query that Spark has refused to start, before it had a thread that could fail. */
@API(status = Status.INTERNAL, since = "0.1")
public final class FailedStart {
  private FailedStart() {}

  /**
   * The failure with its explanation.
   *
   * @param name the query's name, if it is known
   * @param thrown what {@code start()} has thrown
   * @return empty if nobody can say more than the exception does
   */
  public static Optional<QueryFailedException> explained(@Nullable String name, Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = thrown; t != null && !chain.contains(t); t = t.getCause()) {
      chain.add(t);
    }
    QueryFailure failure = new QueryFailure(-1, false, List.copyOf(chain));
    return Explanations.of(chain, List::of)
        .map(explanation -> new QueryFailedException(text(name, failure, explanation), failure));
  }

  /**
   * The failure of a query whose plan Spark does not run in the output mode that was asked for.
   *
   * @param mode that mode
   * @param plan the query's
   * @param thrown what {@code start()} has thrown
   * @return {@code thrown} if Spark takes the mode, so that the failure is another one
   */
  public static Exception inMode(OutputMode mode, PlanFacts plan, Exception thrown) {
    return plan.refusal(mode)
        .<Exception>map(
            reason ->
                new IllegalStateException(
                    "The query could not be started in "
                        + OutputModes.name(mode)
                        + " mode: "
                        + reason
                        + "\n"
                        + taken(plan)
                        + " See docs/errors/output-mode.md",
                    thrown))
        .orElse(thrown);
  }

  private static String taken(PlanFacts plan) {
    List<String> taken =
        plan.modes().stream().map(mode -> "in " + OutputModes.name(mode) + " mode").toList();
    return taken.isEmpty()
        ? "Spark takes it in no output mode."
        : "Spark takes it " + String.join(" and ", taken) + ".";
  }

  private static String text(@Nullable String name, QueryFailure failure, String explanation) {
    return (name == null ? "The query" : "Query '" + name + "'")
        + " could not be started: "
        + failure.root()
        + "\n  likely cause: "
        + explanation
        + "\nSee docs/errors/query-failed.md";
  }
}
