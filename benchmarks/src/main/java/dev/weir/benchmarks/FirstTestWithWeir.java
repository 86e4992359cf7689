package dev.weir.benchmarks;

import dev.weir.StreamHarness;
import dev.weir.junit.SparkStreamingExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the first green test is for a user of Weir. */
@ExtendWith(SparkStreamingExtension.class)
final class FirstTestWithWeir {
  @Test
  void countsWords(StreamHarness harness) {
    WeirTests.test(harness, Works.WORD_COUNT);
  }
}
