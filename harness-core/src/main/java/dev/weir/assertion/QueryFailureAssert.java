package dev.weir.assertion;

import dev.weir.query.QueryFailedException;
import org.assertj.core.api.AbstractThrowableAssert;

/** Assertions on the failure of a query: on the job's own exception, without Spark's wrapping. */
public class QueryFailureAssert
    extends AbstractThrowableAssert<QueryFailureAssert, QueryFailedException> {

  QueryFailureAssert(QueryFailedException actual) {
    super(actual, QueryFailureAssert.class);
  }

  /**
   * Verifies the class of the exception that killed the query.
   *
   * <pre>{@code
   * assertThat(query).fails().withCause(ArithmeticException.class);     // passes for 1 / 0
   * assertThat(query).fails().withCause(NullPointerException.class);    // fails for 1 / 0
   * }</pre>
   */
  public QueryFailureAssert withCause(Class<? extends Throwable> type) {
    hasCauseInstanceOf(type);
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
    cause().hasMessageContaining(text);
    return this;
  }
}
