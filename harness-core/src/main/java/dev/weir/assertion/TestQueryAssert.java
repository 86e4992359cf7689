package dev.weir.assertion;

import dev.weir.query.QueryFailedException;
import dev.weir.query.StateMetrics;
import dev.weir.query.Step;
import dev.weir.query.TestQuery;
import dev.weir.sink.SinkRows;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractInstantAssert;
import org.assertj.core.api.InstantAssert;
import org.assertj.core.api.SoftAssertionsProvider;
import org.assertj.core.util.Strings;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a query. The methods that are named after a view lead to assertions on its rows.
 *
 * <pre>{@code
 * assertThat(counts).lastBatch().containsExactlyInAnyOrder(row("cat", 2L));
 * assertThat(counts).table("word").contains(row("dog", 1L));
 * }</pre>
 */
@API(status = Status.MAINTAINED, since = "0.1")
public class TestQueryAssert extends AbstractAssert<TestQueryAssert, TestQuery> {
  private @Nullable SoftAssertionsProvider softly;

  /** Use {@link WeirAssertions#assertThat(TestQuery)}. */
  public TestQueryAssert(TestQuery actual) {
    super(actual, TestQueryAssert.class);
  }

  TestQueryAssert collectedBy(SoftAssertionsProvider collector) {
    softly = collector;
    return this;
  }

  /** Each failure of an assertion on a query ends with the query's run. */
  @Override
  protected AssertionError failureWithActualExpected(
      Object actualValue, Object expectedValue, String message, Object... arguments) {
    return super.failureWithActualExpected(
        actualValue,
        expectedValue,
        "%s",
        withRun(actual == null ? "" : actual.toString(), Strings.formatIfArgs(message, arguments)));
  }

  String withRun(String where, String message) {
    return actual == null ? message : actual.failed(where, message);
  }

  /** The rows of the last batch; see {@link TestQuery#lastBatch()}. */
  public RowsAssert lastBatch() {
    return rows("lastBatch()", query().lastBatch());
  }

  /** The rows of one batch; see {@link TestQuery#batch(long)}. */
  public RowsAssert batch(long batchId) {
    return rows("batch(" + batchId + ")", query().batch(batchId));
  }

  /** The rows since the last look; see {@link TestQuery#newRows()}. */
  public RowsAssert newRows() {
    return rows("newRows()", query().newRows());
  }

  /** Every row in the order of the batches; see {@link TestQuery#changeLog()}. */
  public RowsAssert changeLog() {
    return rows("changeLog()", query().changeLog());
  }

  /** What a reader of the sink would see; see {@link TestQuery#table(String...)}. */
  public RowsAssert table(String... keys) {
    return rows("table()", query().table(keys));
  }

  private RowsAssert rows(String view, SinkRows rows) {
    return Navigation.to(softly, info, RowsAssert.class, SinkRows.class, rows, RowsAssert::new)
        .of(this, query().expectAssertion(view))
        .collectedBy(softly);
  }

  /** What the last call that let the engine run has run. */
  public StepAssert lastStep() {
    return Navigation.to(
            softly, info, StepAssert.class, Step.class, query().lastStep(), StepAssert::new)
        .of(query().toString());
  }

  /**
   * The event-time watermark that was in force in the last batch, for AssertJ's own assertions.
   *
   * <pre>{@code
   * clicks.add(at("12:20", "b"));   // with a delay of ten minutes
   * query.processAllAvailable();
   * assertThat(query).watermark().isEqualTo("2024-02-05T12:10:00Z");   // passes
   * assertThat(query).watermark().isEqualTo("2024-02-05T12:20:00Z");   // fails
   * }</pre>
   *
   * @throws AssertionError if there is none: the query has no watermark, or it has not moved yet
   */
  public AbstractInstantAssert<?> watermark() {
    Instant watermark = query().watermark().orElse(null);
    if (watermark == null) {
      AssertionError failure =
          failureWithActualExpected(
              "no watermark",
              "a watermark",
              "%s",
              "Expecting "
                  + query()
                  + " to have a watermark, but it has none, or it has not moved yet: a watermark"
                  + " moves at the end of a batch with event times. See docs/errors/late-rows.md");
      if (softly == null) {
        throw failure;
      }
      softly.collectAssertionError(failure);
      return Navigation.nowhere(InstantAssert.class, Instant.class);
    }
    InstantAssert result =
        softly == null
            ? new InstantAssert(watermark)
            : softly.proxy(InstantAssert.class, Instant.class, watermark);
    return result.as("%s", Navigation.description(info, "watermark of " + query()));
  }

  /**
   * Verifies how many rows were dropped since they were behind the watermark.
   *
   * <pre>{@code
   * assertThat(query).hasLateRows(1);   // passes when one row came too late
   * assertThat(query).hasLateRows(0);   // fails then: Expecting query 'q', append mode ...
   * }</pre>
   */
  public TestQueryAssert hasLateRows(long expected) {
    long late = query().lateRowCount();
    if (late != expected) {
      throw failureWithActualExpected(
          late,
          expected,
          "%s",
          "Expecting "
              + query()
              + " to have dropped "
              + rowCount(expected)
              + " as late, but it dropped "
              + late
              + " of "
              + rowCount(query().rowsIn())
              + ".\nA row is late when the watermark of the batch before its own has passed it:"
              + " docs/errors/late-rows.md");
    }
    return this;
  }

  /**
   * The rows that were dropped since they were behind the watermark; see {@link
   * TestQuery#lateRows()}.
   *
   * <pre>{@code
   * // the watermark has passed 12:05
   * clicks.add(at("12:03", "a"), at("12:21", "b"));
   * query.processAllAvailable();
   * assertThat(query).lateRows().containsExactlyInAnyOrder(at("12:03", "a"));   // passes
   * assertThat(query).lateRows().isEmpty();                                     // fails
   * }</pre>
   */
  public RowsAssert lateRows() {
    return rows("lateRows()", query().lateRows());
  }

  /** The rows that one operator dropped; see {@link TestQuery#lateRows(int, int)}. */
  public RowsAssert lateRows(int operatorId, int input) {
    return rows("lateRows()", query().lateRows(operatorId, input));
  }

  /**
   * What is in the state of the query's only stateful operator; see {@link TestQuery#state()}.
   *
   * <pre>{@code
   * words.add("cat", "dog", "cat");
   * query.processAllAvailable();
   * assertThat(query).state().containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L));   // passes
   * assertThat(query).state().isEmpty();                                                   // fails
   * }</pre>
   */
  public RowsAssert state() {
    return rows("state()", query().state());
  }

  /** What is in one state store; see {@link TestQuery#state(int, String)}. */
  public RowsAssert state(int operatorId, String store) {
    return rows("state()", query().state(operatorId, store));
  }

  /**
   * Verifies what the query's only stateful operator did since the last look at its metrics; see
   * {@link TestQuery#newStateMetrics()}.
   *
   * <pre>{@code
   * words.add("cat", "dog");
   * query.processAllAvailable();
   * assertThat(query).hasStateRows(2, 2);   // passes: two keys, both of them new
   * words.add("cat");
   * query.processAllAvailable();
   * assertThat(query).hasStateRows(2, 2);   // fails: two keys, and one of them was updated
   * }</pre>
   *
   * @param total the rows of state after the last batch
   * @param updated how many were updated since the last look
   * @throws IllegalStateException if the query has no state, or several stateful operators
   */
  public TestQueryAssert hasStateRows(long total, long updated) {
    List<StateMetrics> metrics = query().newStateMetrics();
    if (metrics.size() > 1) {
      throw new IllegalStateException(
          "Query '"
              + query().name()
              + "' has several stateful operators: ask for query.newStateMetrics()."
              + " See docs/errors/state.md");
    }
    StateMetrics only = metrics.get(0);
    if (only.total() != total || only.updated() != updated) {
      throw failureWithActualExpected(
          only.total() + " total, " + only.updated() + " updated",
          total + " total, " + updated + " updated",
          "%s",
          "Expecting "
              + query()
              + " to have "
              + total
              + " rows of state, "
              + updated
              + " of them updated since the last look, but it has "
              + only.total()
              + ", and updated "
              + only.updated()
              + " ("
              + only.operatorName()
              + ", "
              + only.removed()
              + " removed, "
              + only.late()
              + " late).\nA row that is updated in two batches counts twice:"
              + " docs/errors/state.md");
    }
    return this;
  }

  private static String rowCount(long rows) {
    return rows + (rows == 1 ? " row" : " rows");
  }

  /**
   * Lets the query process all that is available, and verifies that it fails.
   *
   * <pre>{@code
   * numbers.add(1, 0);
   * assertThat(query).fails().withCause(ArithmeticException.class);   // passes for 1 / number
   *
   * numbers.add(1);
   * assertThat(query).fails();                                        // fails
   * }</pre>
   *
   * @return assertions on the exception that killed it, the job's own
   */
  public QueryFailureAssert fails() {
    return failsIn(TestQuery::processAllAvailable);
  }

  /**
   * Lets the query run in some way, and verifies that it fails.
   *
   * <pre>{@code
   * // the state's time-out handler throws
   * assertThat(query).failsIn(q -> q.advanceTime(ofMinutes(10)));    // passes
   * assertThat(query).failsIn(q -> q.advanceTime(ofSeconds(1)));     // fails
   * }</pre>
   *
   * @param step what lets it run, such as {@link TestQuery#processNextBatch()}
   * @return assertions on the exception that killed it, the job's own
   */
  public QueryFailureAssert failsIn(Consumer<TestQuery> step) {
    try {
      step.accept(query());
    } catch (QueryFailedException e) {
      return Navigation.to(
          softly,
          info,
          QueryFailureAssert.class,
          QueryFailedException.class,
          e,
          QueryFailureAssert::new);
    }
    AssertionError failure =
        failureWithActualExpected(
            "processed " + rowCount(query().rowsIn()),
            "a failure",
            "%s",
            "Expecting "
                + query()
                + " to fail, but it processed all that was available: "
                + rowCount(query().rowsIn())
                + " so far.\nSee docs/errors/did-not-fail.md");
    if (softly == null) {
      throw failure;
    }
    softly.collectAssertionError(failure);
    return Navigation.nowhere(QueryFailureAssert.class, QueryFailedException.class);
  }

  private TestQuery query() {
    isNotNull();
    return actual;
  }
}
