package com.example;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.junit.SparkStreamingTest;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Weir with the versions that were asked for, and no others by mistake. */
@SparkStreamingTest
class VersionsTest {

  @Test
  void theVersionsAreThoseThatWereAskedFor(StreamHarness harness) {
    assertEquals(System.getProperty("with.spark"), harness.spark().version());
    assertEquals(
        System.getProperty("with.junit"), Test.class.getPackage().getImplementationVersion());
    // AssertJ's manifest does not say.
    String assertj = SoftAssertions.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    assertTrue(
        assertj.endsWith("assertj-core-" + System.getProperty("with.assertj") + ".jar"), assertj);
  }

  @Test
  void rowsAreCompared(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
    TestQuery counts =
        harness.start(words.toDF().groupBy("value").count(), OutputMode.Update());
    words.add("cat", "dog", "dog");
    counts.processAllAvailable();

    assertThat(counts).lastBatch().containsExactlyInAnyOrder(row("cat", 1L), row("dog", 2L));
    AssertionFailedError wrong =
        assertThrows(
            AssertionFailedError.class,
            () ->
                assertThat(counts)
                    .as("the counts")
                    .lastBatch()
                    .containsExactlyInAnyOrder(row("cat", 2L), row("dog", 2L)));
    assertTrue(wrong.getMessage().contains("- cat"), wrong.getMessage());
    assertTrue(wrong.isExpectedDefined() && wrong.isActualDefined(), wrong.getMessage());
    org.assertj.core.api.Assertions.assertThat(counts).lastBatch().hasSize(2);
  }
}
