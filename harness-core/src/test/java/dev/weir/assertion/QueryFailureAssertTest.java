package dev.weir.assertion;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.SparkVersion;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.time.Duration;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithHarness.class)
class QueryFailureAssertTest {
  /** Spark 3.3 wraps what a task threw twice. */
  private static final String WRAPPER = "  org.apache.spark.SparkException\n";

  @Test
  void theWrongCauseAndTheWrongMessageFail(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT()).add(0);
    TestQuery query =
        harness.start(
            numbers.toDS().map((MapFunction<Integer, Integer>) n -> 1 / n, Encoders.INT()),
            OutputMode.Append());
    QueryFailureAssert failure = assertThat(query).fails();
    failure.withCause(ArithmeticException.class).withMessageContaining("by zero");
    failure.inBatch(0);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> failure.withCause(NullPointerException.class))
        .withMessageStartingWith(
            """
            Expecting a java.lang.NullPointerException among the causes, but they are:
              org.apache.spark.sql.streaming.StreamingQueryException
              org.apache.spark.SparkException
              java.lang.ArithmeticException: / by zero

            Query 'query-1' has failed in batch 0: java.lang.ArithmeticException: / by zero
              batch read of memory input 'memory-1':
                [0]
              thrown at:
            """
                .replace(WRAPPER, SparkVersion.isAtLeast("3.4") ? WRAPPER : WRAPPER + WRAPPER));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> failure.inBatch(1))
        .withMessageStartingWith(
            "Expecting the query to fail in batch 1, but it failed in batch 0.\nQuery 'query-1' has");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> failure.withMessageContaining("the moon"))
        .withMessageContaining("to contain:")
        .withMessageContaining("the moon");
  }

  /** The exception that a test cares about may be the cause of another one, or Spark's own. */
  @Test
  void aCauseIsFoundAnywhereInTheChain(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT()).add(0);
    TestQuery query =
        harness.start(
            numbers
                .toDS()
                .map(
                    (MapFunction<Integer, Integer>)
                        n -> {
                          throw new IllegalStateException("outer", new IOException("inner"));
                        },
                    Encoders.INT()),
            OutputMode.Append());
    assertThat(query)
        .fails()
        .withCause(SparkException.class)
        .withCause(IllegalStateException.class)
        .withCause(IOException.class)
        .withMessageContaining("outer");
  }

  /** As an exception that the query's own thread meets, and not a task. */
  @Test
  void anErrorIsAFailureToo(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT()).add(0);
    TestQuery query =
        harness.start(
            numbers
                .toDS()
                .writeStream()
                .foreachBatch(
                    (VoidFunction2<Dataset<Integer>, Long>)
                        (batch, id) -> {
                          throw new OutOfMemoryError("not really");
                        }));
    assertThat(query).fails().withCause(OutOfMemoryError.class).inBatch(0);
  }

  @Test
  void aFailureOfAnyStep(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT()).add(1);
    TestQuery query =
        harness.start(
            "inverse",
            numbers.toDS().map((MapFunction<Integer, Integer>) n -> 1 / n, Encoders.INT()),
            OutputMode.Append());
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(query).failsIn(TestQuery::processNextBatch))
        .withMessage(
            "Expecting query 'inverse', append mode to fail, but it processed all that was available:"
                + " 1 row so far.\nSee docs/errors/did-not-fail.md");
    numbers.add(0);
    assertThat(query)
        .failsIn(q -> q.advanceTime(Duration.ofSeconds(1)))
        .withCause(ArithmeticException.class)
        .inBatch(1);
  }
}
