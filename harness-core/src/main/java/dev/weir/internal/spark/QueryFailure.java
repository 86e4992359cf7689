package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.sql.streaming.StreamingQueryException;

/**
 * Why a query has died.
 *
 * @param batchId the micro-batch that it was in, or was about to plan; -1 if it had not come to one
 * @param planned whether that batch had been planned, so that its input was fixed
 * @param chain the exceptions, each the cause of the one before: Spark's wrappings first. A task's
 *     exception has the stack of the task
 */
public record QueryFailure(long batchId, boolean planned, List<Throwable> chain) {

  static QueryFailure of(Throwable thrown, long batchId, boolean planned) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = thrown; t != null && !chain.contains(t); t = t.getCause()) {
      chain.add(t);
    }
    return new QueryFailure(batchId, planned, List.copyOf(chain));
  }

  /**
   * The exception of the job, of a source or of a sink: the first one that is none of Spark's
   * wrappings, of which there is one for the query and one for each failed stage.
   */
  public Throwable root() {
    for (Throwable t : chain) {
      if (!(t instanceof StreamingQueryException || t instanceof SparkException)) {
        return t;
      }
    }
    return chain.get(chain.size() - 1);
  }
}
