package dev.weir.input;

import dev.weir.internal.spark.SourceStatus;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Something that a test feeds.
 *
 * <p>The methods about a source are how the harness makes sure that a step sees all that was added
 * before it: it asks about each source of a query, before and after it lets a trigger through.
 */
@API(status = Status.MAINTAINED, since = "0.1")
public interface StreamInput extends AutoCloseable {

  /** The input in words, for messages: {@code memory input 'lines'}. */
  String description();

  /** How many rows, lines or records were added so far. */
  long added();

  /** Whether a source of a query is one that reads this input. */
  boolean feeds(SourceStatus source);

  /**
   * Whether the next trigger will see everything that was added so far. False while rows are still
   * on their way to the source, as they are in a socket.
   */
  boolean hasArrived(SourceStatus source);

  /** Whether the query has processed everything that was added so far. */
  boolean isProcessed(SourceStatus source);

  /**
   * The rows that the batch in work reads from this input, for the message when it fails.
   *
   * @param atMost how many rows are wanted
   * @return each in words; none if the input does not know
   */
  default List<String> rowsOfBatch(SourceStatus source, int atMost) {
    return List.of();
  }

  /**
   * Why the system that holds this input cannot be reached now. A step asks when it has waited for
   * some seconds; the answer may take one.
   *
   * @return in words, after the input's description; empty if it answers, or is no system apart
   */
  default Optional<String> outage() {
    return Optional.empty();
  }

  /**
   * Looks at a query that is about to go on from a checkpoint: whether its source can give it once
   * more what it has to replay. A step in which it cannot fails.
   *
   * @return what is wrong and what to do, in words; empty if all is well
   */
  default Optional<String> cannotGoOn(String query, SourceStatus source) {
    return Optional.empty();
  }

  /**
   * Looks at a query that has just run its first batch: whether it began to read behind what had
   * been added, so that it will never see it. A step in which that happens fails.
   *
   * @return what is wrong and what to do, in words; empty if all is well
   */
  default Optional<String> passedOver(String query, SourceStatus source) {
    return Optional.empty();
  }

  /**
   * Looks at a query that has run no batch though not all is processed: whether its source has what
   * is missing and keeps it back, so that there is no use in waiting.
   *
   * @return what is kept back, why, and what to do, in words; empty if it only needs longer
   */
  default Optional<String> heldBack(String query, SourceStatus source) {
    return Optional.empty();
  }

  /**
   * What was added and no query reads, though some query reads this input.
   *
   * @param sources the sources that this input feeds, of all queries
   * @return each in words; none if all is read
   */
  default List<String> unread(List<SourceStatus> sources) {
    return List.of();
  }

  /**
   * Whether this input can tell why a query failed to get at what a source is to read.
   *
   * @return why, and what to do, in words
   */
  default Optional<String> whyNotRead(SourceStatus source, Throwable failure) {
    return Optional.empty();
  }

  /** Ends the input: nothing can be added any more. Closing again does nothing. */
  @Override
  void close();
}
