package dev.weir.internal.spark;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.execution.streaming.Sink;
import org.apache.spark.sql.execution.streaming.StreamExecution;
import org.apache.spark.sql.execution.streaming.StreamingQueryWrapper;
import org.apache.spark.sql.execution.streaming.sources.ForeachWriterTable;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryManager;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.util.Clock;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;

/**
 * The one place through which every streaming query of a session passes, whoever starts it: a test,
 * a job's own {@code DataStreamWriter}, an unmodified {@code main}. It gives the query the
 * harness's clock and checkpoint folder and wraps its sink; everything else stays what the job
 * asked for.
 */
class GovernedQueryManager extends StreamingQueryManager {
  private final QueryGovernor governor;
  private final Map<UUID, TriggerGate> gates = new ConcurrentHashMap<>();
  private final Map<UUID, GovernedQuery> handles = new ConcurrentHashMap<>();
  private final List<LateRowLog> logs = new CopyOnWriteArrayList<>();
  private final List<StreamExecution> executions = new CopyOnWriteArrayList<>();
  private final List<BatchProtocol> protocols = new CopyOnWriteArrayList<>();

  GovernedQueryManager(SparkSession session, QueryGovernor governor) {
    super(session, session.sessionState().conf());
    this.governor = governor;
  }

  @Override
  public StreamingQuery startQuery(
      Option<String> name,
      Option<String> checkpointLocation,
      Dataset<Row> df,
      scala.collection.immutable.Map<String, String> options,
      Table sink,
      OutputMode outputMode,
      boolean useTempCheckpointLocation,
      boolean recoverFromCheckpointLocation,
      Trigger trigger,
      Clock clock,
      Option<Tuple2<TableCatalog, Identifier>> catalogAndIdent,
      Option<CatalogTable> catalogTable)
      throws TimeoutException {
    return govern(
        name,
        checkpointLocation,
        df,
        sink,
        outputMode,
        trigger,
        (location, recording, granted, gated) ->
            super.startQuery(
                name,
                location,
                df,
                options,
                recording,
                outputMode,
                false,
                recoverFromCheckpointLocation,
                granted,
                gated,
                catalogAndIdent,
                catalogTable));
  }

  /** Spark's own way to start the query, with what the harness gives it. */
  interface Start {
    StreamingQuery query(Option<String> location, Table sink, Trigger trigger, Clock clock)
        throws Exception;
  }

  /** Starts a query under the terms of the governor. */
  final StreamingQuery govern(
      Option<String> name,
      Option<String> checkpointLocation,
      Dataset<Row> df,
      Table sink,
      OutputMode outputMode,
      Trigger trigger,
      Start start) {
    QueryRequest asked =
        new QueryRequest(
            name.getOrElse(() -> null),
            location(df.sparkSession(), name, checkpointLocation),
            outputMode,
            TriggerKind.of(trigger),
            trigger.toString(),
            TriggerKind.interval(trigger),
            df.schema(),
            ResultOrder.isSorted(df.queryExecution().analyzed()),
            ResultKeys.of(df.queryExecution().analyzed()),
            sink.toString());
    QueryTerms terms = governor.terms(asked);
    Trigger granted = terms.trigger() == null ? trigger : terms.trigger();
    QueryRequest request = asked.with(granted);
    ForeachCalls foreachCalls = new ForeachCalls(df.sparkSession().sparkContext());
    Table noting = sink instanceof ForeachWriterTable<?> each ? foreachCalls.noting(each) : sink;
    ConsoleCapture console = new ConsoleCapture();
    BatchProtocol protocol =
        new BatchProtocol(
            df.sparkSession().sparkContext(), terms.disk(), terms.checkpointLocation());
    protocols.add(protocol);
    StreamingQueryWrapper started =
        (StreamingQueryWrapper)
            console.beside(
                () -> {
                  try {
                    return start.query(
                        Option.apply(terms.checkpointLocation().toUri().toString()),
                        recording(noting, terms.listener(), protocol),
                        granted,
                        new GatedClock(terms.clock(), terms.gate()));
                  } catch (Exception e) {
                    throw governor.refused(request, PlanFacts.of(df), e);
                  }
                });
    StreamExecution execution = started.streamingQuery();
    executions.add(execution);
    gates.put(execution.runId(), terms.gate());
    protocol.runsAs(execution.runId());
    if (!execution.isActive()) {
      // It had ended before its gate was known here.
      terms.gate().end();
    }
    LateRowLog lateRows = LateRowLog.open(execution.runId().toString());
    logs.add(lateRows);
    EngineQuery query =
        new EngineQuery(execution, terms.gate(), lateRows, foreachCalls, console, protocol);
    GovernedQuery handle = new GovernedQuery(started, query, governor);
    handles.put(execution.id(), handle);
    governor.started(request, terms, query, handle);
    return handle;
  }

  /** The stream thread says that a query has terminated; its exception, if any, is set already. */
  @Override
  public void notifyQueryTermination(StreamingQuery terminated) {
    super.notifyQueryTermination(terminated);
    TriggerGate gate = gates.remove(terminated.runId());
    if (gate != null) {
      gate.end();
    }
  }

  /** The handles that {@code start()} gave, whose waits have an end. */
  @Override
  public StreamingQuery[] active() {
    return Arrays.stream(super.active()).map(this::governed).toArray(StreamingQuery[]::new);
  }

  @Override
  public @Nullable StreamingQuery get(UUID id) {
    StreamingQuery query = super.get(id);
    return query == null ? null : governed(query);
  }

  private StreamingQuery governed(StreamingQuery query) {
    GovernedQuery handle = handles.get(query.id());
    return handle == null ? query : handle;
  }

  @Override
  public void awaitAnyTermination() throws StreamingQueryException {
    for (StreamingQuery query : active()) {
      if (query instanceof GovernedQuery governed) {
        governed.beforeAwaitingTermination();
      }
    }
    super.awaitAnyTermination();
  }

  /** Lets go of what is kept beyond the session. */
  void close() {
    logs.forEach(LateRowLog::close);
    protocols.forEach(BatchProtocol::close);
    executions.forEach(GovernedQueryManager::endSubscriptions);
  }

  /**
   * A stateful query asks the clone of the session that it runs in for a manager, to find the
   * coordinator of its state stores (StateStoreOps in Spark 3.5), and leaves it subscribed.
   */
  private static void endSubscriptions(StreamExecution execution) {
    if (execution.lastExecution() != null) {
      SparkSession clone = execution.lastExecution().sparkSession();
      StreamingQueryManager manager = ManagerSlot.of(clone).get();
      if (manager != null) {
        EventSubscription.end(clone.sparkContext(), manager);
      }
    }
  }

  private static Table recording(Table sink, BatchListener listener, BatchProtocol protocol) {
    if (sink instanceof SupportsWrite v2) {
      return new RecordingTable(v2, listener, protocol);
    }
    return sink instanceof Sink v1 ? new RecordingSink(v1, listener, protocol) : sink;
  }

  /** As Spark does where the query names no location (ResolveWriteToStream): by the session. */
  private static @Nullable String location(
      SparkSession session, Option<String> name, Option<String> location) {
    if (location.isDefined()) {
      return location.get();
    }
    Option<String> ofTheSession =
        session.conf().getOption("spark.sql.streaming.checkpointLocation");
    return ofTheSession.isDefined() && name.isDefined()
        ? ofTheSession.get() + "/" + name.get()
        : null;
  }
}
