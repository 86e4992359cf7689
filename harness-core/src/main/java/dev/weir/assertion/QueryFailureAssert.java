package dev.weir.assertion;

import dev.weir.query.QueryFailedException;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractThrowableAssert;

/** Assertions on the failure of a query: on the job's own exception, without Spark's wrapping. */
@API(status = Status.MAINTAINED, since = "0.1")
public class QueryFailureAssert
    extends AbstractThrowableAssert<QueryFailureAssert, QueryFailedException> {

  /** Use {@link TestQueryAssert#fails()}. */
  public QueryFailureAssert(QueryFailedException actual) {
    super(actual, QueryFailureAssert.class);
  }

  /**
   * Verifies that an exception of a class is anywhere in the chain of causes, from Spark's own down
   * to the last one.
   *
   * <pre>{@code
   * assertThat(query).fails().withCause(ArithmeticException.class);     // passes for 1 / 0
   * assertThat(query).fails().withCause(NullPointerException.class);    // fails for 1 / 0
   * }</pre>
   */
  public QueryFailureAssert withCause(Class<? extends Throwable> type) {
    isNotNull();
    if (actual.chain().stream().noneMatch(type::isInstance)) {
      String causes = actual.chain().stream().map(this::line).collect(Collectors.joining("\n"));
      throw failureWithActualExpected(
          causes,
          type.getName(),
          "%s",
          "Expecting a "
              + type.getName()
              + " among the causes, but they are:\n"
              + causes
              + "\n\n"
              + actual.getMessage());
    }
    return this;
  }

  /** Spark's wrappings repeat the message of what they wrap. */
  private String line(Throwable t) {
    boolean wrapping = actual.chain().indexOf(t) < actual.chain().indexOf(actual.getCause());
    return "  " + (wrapping ? t.getClass().getName() : t);
  }

  /**
   * Verifies in which micro-batch the query failed.
   *
   * <pre>{@code
   * assertThat(query).fails().inBatch(0);   // passes when the first batch fails
   * assertThat(query).fails().inBatch(1);   // fails then
   * }</pre>
   *
   * @param batchId Spark's id
   */
  public QueryFailureAssert inBatch(long batchId) {
    isNotNull();
    if (actual.batchId().orElse(-1) != batchId) {
      String where =
          actual.batchId().isPresent()
              ? "in batch " + actual.batchId().getAsLong()
              : "outside of a batch";
      throw failureWithActualExpected(
          where,
          "in batch " + batchId,
          "%s",
          "Expecting the query to fail in batch "
              + batchId
              + ", but it failed "
              + where
              + ".\n"
              + actual.getMessage());
    }
    return this;
  }

  /**
   * Verifies that the message of the exception that killed the query contains a text.
   *
   * <pre>{@code
   * assertThat(query).fails().withMessageContaining("by zero");   // passes for 1 / 0
   * assertThat(query).fails().withMessageContaining("null");      // fails for 1 / 0
   * }</pre>
   */
  public QueryFailureAssert withMessageContaining(String text) {
    isNotNull();
    String message = String.valueOf(Objects.requireNonNull(actual.getCause()).getMessage());
    if (!message.contains(text)) {
      throw failureWithActualExpected(
          message,
          text,
          "%s",
          "Expecting the message of the exception that killed the query to contain:\n  "
              + text
              + "\nbut it is:\n  "
              + message
              + "\n\n"
              + actual.getMessage());
    }
    return this;
  }
}
