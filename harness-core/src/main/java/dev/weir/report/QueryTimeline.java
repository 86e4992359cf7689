package dev.weir.report;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The run of one query, with all its restarts.
 *
 * @param name its name
 * @param outputMode {@code append}, {@code update} or {@code complete}
 * @param sink what Spark calls the sink
 * @param trigger the job's own trigger, as Spark prints it
 * @param columns the columns that the sink receives
 * @param keys the columns by which rows replace each other in the table of an update query: those
 *     that the test asked for last, else the first one
 * @param keysAsked whether the test has asked for them
 * @param operators the stateful operators by name
 * @param inputs the inputs in words
 * @param moments what happened, in order
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record QueryTimeline(
    String name,
    String outputMode,
    String sink,
    String trigger,
    List<String> columns,
    List<String> keys,
    boolean keysAsked,
    List<String> operators,
    List<String> inputs,
    List<Moment> moments) {

  boolean knowsOfFailure() {
    return moments.stream()
        .anyMatch(m -> m instanceof Moment.FailedAssertion || m instanceof Moment.Failure);
  }

  QueryTimeline endingWith(Moment moment) {
    List<Moment> more = new ArrayList<>(moments);
    more.add(moment);
    return new QueryTimeline(
        name, outputMode, sink, trigger, columns, keys, keysAsked, operators, inputs, more);
  }

  /** Its batches, those in which it died included. */
  public List<Moment.Batch> batches() {
    return moments.stream()
        .filter(Moment.Batch.class::isInstance)
        .map(Moment.Batch.class::cast)
        .toList();
  }
}
