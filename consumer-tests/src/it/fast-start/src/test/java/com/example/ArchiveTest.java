package com.example;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingExtension;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkStreamingExtension.class)
class ArchiveTest {
  @Test
  void sparkComesFromTheArchive(StreamHarness harness) throws Exception {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
    TestQuery counts = harness.start(words.toDF().groupBy("value").count(), OutputMode.Complete());
    words.add("cat");
    counts.processAllAvailable();
    assertThat(counts).table().containsExactlyInAnyOrder(row("cat", 1L));

    assertTrue(Archive.isMapped(), "the JVM has not mapped target/weir.jsa");
  }
}
