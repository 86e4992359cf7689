package dev.weir.internal.spark;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.internal.spark.MemoryContinuousStream.Whole;
import org.junit.jupiter.api.Test;

class MemoryContinuousReaderTest {

  /** What a task meets on an executor, where the input's rows are not. */
  @Test
  void anInputOfAnotherJvm() {
    assertThatThrownBy(() -> new MemoryContinuousReader(new Whole("elsewhere", "reader", 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "A continuous query reads a memory input only where its tasks run in the test's JVM,"
                + " and this task runs in another one, or the input has been closed. Use a local"
                + " master. See docs/errors/continuous-trigger.md");
  }
}
