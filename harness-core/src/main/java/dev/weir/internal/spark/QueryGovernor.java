package dev.weir.internal.spark;

import org.apache.spark.sql.streaming.StreamingQuery;

/** Decides about every streaming query that is started in a session. */
public interface QueryGovernor {

  /**
   * Called on the thread that starts a query, before Spark has built anything of it. An exception
   * refuses the query.
   */
  QueryTerms terms(QueryRequest request);

  /**
   * Called on the same thread when Spark has refused to start the query.
   *
   * @param plan what it would have run
   * @return what is thrown instead, or {@code thrown}
   */
  Exception refused(QueryRequest request, PlanFacts plan, Exception thrown);

  /** Called on the same thread when the query runs, that is, waits at its gate. */
  void started(QueryRequest request, QueryTerms terms, EngineQuery query, StreamingQuery handle);

  /**
   * What {@code StreamingQuery.processAllAvailable()} does, called by the job or the test itself.
   */
  void processAllAvailable(EngineQuery query);

  /**
   * Called when somebody is about to wait, without an end, until a query terminates. Returns when
   * that wait can be let begin; an exception refuses it.
   */
  void beforeAwaitingTermination(EngineQuery query);
}
