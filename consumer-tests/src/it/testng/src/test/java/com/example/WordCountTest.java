package com.example;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.LocalSpark;
import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.AfterSuite;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.BeforeSuite;
import org.testng.annotations.Test;

// @start region="test"
public class WordCountTest {
  private static LocalSpark spark;
  private StreamHarness harness;

  @BeforeSuite
  public static void startSpark() {
    spark = LocalSpark.start();
  }

  @AfterSuite
  public static void stopSpark() {
    spark.close();
  }

  @BeforeMethod
  public void open() {
    harness = StreamHarness.over(spark.newSession());
  }

  @AfterMethod
  public void close() {
    try {
      // Rows that nobody read, queries that processed nothing: green that means nothing.
      assertThat(harness.findings()).isEmpty();
    } finally {
      harness.close();
    }
  }

  @Test
  public void countsGrow() {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
    TestQuery counts = harness.start(words.toDF().groupBy("value").count(), OutputMode.Complete());

    words.add("cat", "dog");
    counts.processAllAvailable();
    words.add("cat");
    counts.processAllAvailable();
    assertThat(counts).table().containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L));
  }
}
// @end
