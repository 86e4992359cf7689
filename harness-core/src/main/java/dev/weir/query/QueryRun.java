package dev.weir.query;

import dev.weir.internal.spark.LateRows;
import dev.weir.internal.spark.PhaseTimes;
import dev.weir.internal.spark.QueryRequest;
import dev.weir.sink.Batch;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one query's run, for a report of it.
 *
 * @param name the query's name; a restarted one has that of the query before it
 * @param request what was started: mode, trigger, sink and columns
 * @param events what happened, in order
 * @param batches what the sink received, in order, decoded when it is looked at
 * @param lateRows the rows that were dropped as late, by batch id
 * @param phases when each batch came to the places of its protocol, by batch id
 * @param operators the names of the stateful operators, in the order of Spark's progress
 * @param keys the key columns of the last table that was looked at; none if none was
 * @param failure why it died, in words; null if it has not
 */
@API(status = Status.INTERNAL, since = "0.1")
public record QueryRun(
    String name,
    QueryRequest request,
    List<RunEvent> events,
    List<Batch> batches,
    Map<Long, List<LateRows>> lateRows,
    Map<Long, PhaseTimes> phases,
    List<String> operators,
    List<String> keys,
    @Nullable String failure) {}
