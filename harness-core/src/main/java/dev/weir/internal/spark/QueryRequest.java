package dev.weir.internal.spark;

import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A query that somebody is about to start in a governed session.
 *
 * @param name the query's name, if it was given one
 * @param checkpointLocation where the job wants its checkpoint, if it says so
 * @param outputMode the mode that the sink will be written in
 * @param trigger the kind of the job's own trigger
 * @param triggerInWords the job's own trigger as Spark prints it
 * @param interval how far the job's own trigger has its batches apart; zero for as soon as
 *     possible, and for triggers that end by themselves
 * @param schema the columns that the sink will receive
 * @param sortedResult whether the query sorts its result as the last thing it does
 * @param keys the columns that its last aggregation groups by, as far as they are in the result
 * @param sink what Spark calls the sink
 */
public record QueryRequest(
    @Nullable String name,
    @Nullable String checkpointLocation,
    OutputMode outputMode,
    TriggerKind trigger,
    String triggerInWords,
    Duration interval,
    StructType schema,
    boolean sortedResult,
    List<String> keys,
    String sink) {

  /** The same with another trigger. */
  QueryRequest with(Trigger other) {
    return new QueryRequest(
        name,
        checkpointLocation,
        outputMode,
        TriggerKind.of(other),
        other.toString(),
        TriggerKind.interval(other),
        schema,
        sortedResult,
        keys,
        sink);
  }
}
