package dev.weir.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** One thing that happened in the run of a query, in the order of the run. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public sealed interface Moment {

  /**
   * A micro-batch, or an epoch of a continuous query.
   *
   * @param id Spark's id
   * @param replay whether the sink had received a batch of this id before
   * @param newData whether it ran because there were new rows
   * @param finished whether it was committed; one in which the query died was not
   * @param step the test's call that let it run
   * @param stepNumber which of the test's calls that was, from 1; 0 if nobody knows
   * @param time the processing time
   * @param millis how long its trigger took on the wall, in milliseconds
   * @param watermark the watermark in force in it, if there is one
   * @param earliest the earliest event time of its rows, if the query has a watermark
   * @param latest the latest event time of its rows, likewise
   * @param rowsIn how many rows it read
   * @param inputs what each source brought
   * @param outputMode the mode that it was written in
   * @param schema the columns of {@code emitted}
   * @param emitted the rows that the sink received
   * @param late how many rows were dropped as late, as Spark counts them
   * @param lateRows those rows
   * @param state what each stateful operator did and has
   * @param phases how long each phase took on the wall
   */
  record Batch(
      long id,
      boolean replay,
      boolean newData,
      boolean finished,
      String step,
      int stepNumber,
      Instant time,
      double millis,
      Optional<Instant> watermark,
      Optional<Instant> earliest,
      Optional<Instant> latest,
      long rowsIn,
      List<InputRows> inputs,
      String outputMode,
      StructType schema,
      List<Row> emitted,
      long late,
      List<LateRow> lateRows,
      List<OperatorState> state,
      List<Phase> phases)
      implements Moment {}

  /**
   * What one source brought to a batch.
   *
   * @param input the input in words
   * @param count how many rows
   * @param rows each in words; fewer than {@code count} where the input keeps none, or too many
   */
  record InputRows(String input, long count, List<String> rows) {}

  /**
   * A row that was behind the watermark.
   *
   * @param eventTime its event time, or the end of its window
   * @param row the row
   * @param operatorId which operator dropped it
   */
  record LateRow(Optional<Instant> eventTime, Row row, long operatorId) {}

  /**
   * One stateful operator after a batch.
   *
   * @param operator what Spark calls it
   * @param rows the rows of its state
   * @param bytes what they take in memory, as the store estimates it
   * @param updated how many rows the batch put there
   * @param removed how many it removed
   * @param late how many it dropped as late
   */
  record OperatorState(
      String operator, long rows, long bytes, long updated, long removed, long late) {}

  /**
   * A part of a batch.
   *
   * @param name in words
   * @param millis how long it took on the wall, in milliseconds
   */
  record Phase(String name, double millis) {}

  /**
   * A trigger that found nothing to do.
   *
   * @param step the test's call that let it through
   * @param time the processing time
   */
  record IdleTrigger(String step, Instant time) implements Moment {}

  /**
   * The query was started again.
   *
   * @param how its mode and trigger, in words
   */
  record Restart(String how) implements Moment {}

  /**
   * The query was crashed.
   *
   * @param where in words: {@code after the sink's write, in batch 1}
   */
  record Crash(String where) implements Moment {}

  /**
   * The query died by itself.
   *
   * @param why in words
   */
  record Failure(String why) implements Moment {}

  /**
   * An assertion failed here.
   *
   * @param where what was looked at, in words
   * @param batch the batch that was looked at, where it was one
   * @param message the text of the failure
   */
  record FailedAssertion(String where, OptionalLong batch, String message) implements Moment {}
}
