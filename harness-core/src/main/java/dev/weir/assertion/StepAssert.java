package dev.weir.assertion;

import dev.weir.query.Step;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;

/** Assertions on what ran between two calls that let the engine run. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public class StepAssert extends AbstractAssert<StepAssert, Step> {
  private String query = "the query";

  /** Use {@link TestQueryAssert#lastStep()}. */
  public StepAssert(Step actual) {
    super(actual, StepAssert.class);
  }

  StepAssert of(String name) {
    query = name;
    return this;
  }

  /**
   * Verifies which micro-batches ran, in their order.
   *
   * <pre>{@code
   * lines.add("cat");
   * query.processAllAvailable();
   * assertThat(query).lastStep().ranBatches(0);      // passes in the first step
   * assertThat(query).lastStep().ranBatches(0, 1);   // fails
   * }</pre>
   *
   * @param batchIds Spark's ids
   */
  public StepAssert ranBatches(long... batchIds) {
    List<Long> expected = Arrays.stream(batchIds).boxed().toList();
    return check("to have run " + batches(expected), step -> step.batchIds().equals(expected));
  }

  /**
   * Verifies that nothing ran.
   *
   * <pre>{@code
   * query.processAllAvailable();
   * assertThat(query).lastStep().ranNothing();   // passes when nothing was added; fails otherwise
   * }</pre>
   */
  public StepAssert ranNothing() {
    return check("to have run no batch", Step::isEmpty);
  }

  /**
   * Verifies that a batch ran without new rows: to close windows behind a watermark that has moved,
   * or for a timeout.
   *
   * <pre>{@code
   * clicks.add(at("12:20", "b"));
   * query.processAllAvailable();
   * assertThat(query).lastStep().ranNoDataBatch();   // passes when the watermark has moved; else fails
   * }</pre>
   */
  public StepAssert ranNoDataBatch() {
    return check("to have run a batch without new data", Step::ranNoDataBatch);
  }

  private StepAssert check(String expectation, Predicate<Step> condition) {
    isNotNull();
    if (!condition.test(actual)) {
      String ran =
          "to have run "
              + batches(actual.batchIds())
              + (actual.ranNoDataBatch() ? ", without new data " + actual.noDataBatchIds() : "");
      throw failureWithActualExpected(
          ran,
          expectation,
          "%s",
          "Expecting the last step of "
              + query
              + " "
              + expectation
              + ", but it has run "
              + ran.substring("to have run ".length())
              + ". See docs/errors/step.md");
    }
    return this;
  }

  private static String batches(List<Long> ids) {
    return ids.isEmpty() ? "no batch" : (ids.size() == 1 ? "batch " : "batches ") + ids;
  }
}
