package dev.weir.internal.spark;

import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.StreamingQueryStatus;
import scala.Option;

/**
 * The query that a job gets from {@code start()}: Spark's own, but for the methods that would wait
 * for ever for triggers that only the harness grants.
 */
final class GovernedQuery implements StreamingQuery {
  private final StreamingQuery query;
  private final EngineQuery engine;
  private final QueryGovernor governor;

  GovernedQuery(StreamingQuery query, EngineQuery engine, QueryGovernor governor) {
    this.query = query;
    this.engine = engine;
    this.governor = governor;
  }

  @Override
  public void processAllAvailable() {
    governor.processAllAvailable(engine);
  }

  void beforeAwaitingTermination() {
    governor.beforeAwaitingTermination(engine);
  }

  @Override
  public String name() {
    return query.name();
  }

  @Override
  public UUID id() {
    return query.id();
  }

  @Override
  public UUID runId() {
    return query.runId();
  }

  @Override
  public SparkSession sparkSession() {
    return query.sparkSession();
  }

  @Override
  public boolean isActive() {
    return query.isActive();
  }

  @Override
  public Option<StreamingQueryException> exception() {
    return query.exception();
  }

  @Override
  public StreamingQueryStatus status() {
    return query.status();
  }

  @Override
  public StreamingQueryProgress[] recentProgress() {
    return query.recentProgress();
  }

  @Override
  public StreamingQueryProgress lastProgress() {
    return query.lastProgress();
  }

  @Override
  public void awaitTermination() throws StreamingQueryException {
    beforeAwaitingTermination();
    query.awaitTermination();
  }

  @Override
  public boolean awaitTermination(long timeoutMs) throws StreamingQueryException {
    return query.awaitTermination(timeoutMs);
  }

  @Override
  public void stop() throws TimeoutException {
    query.stop();
  }

  @Override
  public void explain() {
    query.explain();
  }

  @Override
  public void explain(boolean extended) {
    query.explain(extended);
  }
}
