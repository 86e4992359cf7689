package com.example;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;

// @start region="test"
@SparkStreamingTest
class WordCountTest {

  @Test
  void countsGrow(StreamHarness harness) {
    assertEquals(List.of(), ManagementFactory.getRuntimeMXBean().getInputArguments());

    MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
    TestQuery counts = harness.start(words.toDF().groupBy("value").count(), OutputMode.Complete());
    words.add("cat", "dog");
    counts.processAllAvailable();
    assertThat(counts).table().containsExactlyInAnyOrder(row("cat", 1L), row("dog", 1L));
  }

  @Test
  void isNotSelected() {
    fail("only one method was selected");
  }
}
// @end
