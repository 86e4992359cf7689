package dev.weir.assertion;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithHarness.class)
class QueryFailureAssertTest {

  @Test
  void theWrongCauseAndTheWrongMessageFail(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT()).add(0);
    TestQuery query =
        harness.start(
            numbers.toDS().map((MapFunction<Integer, Integer>) n -> 1 / n, Encoders.INT()),
            OutputMode.Append());
    QueryFailureAssert failure = assertThat(query).fails();
    failure.withCause(ArithmeticException.class).withMessageContaining("by zero");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> failure.withCause(NullPointerException.class))
        .withMessageContaining("Expecting a throwable with cause being an instance of:")
        .withMessageContaining("java.lang.NullPointerException");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> failure.withMessageContaining("the moon"))
        .withMessageContaining("to contain:")
        .withMessageContaining("the moon");
  }
}
