package com.example;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.LocalSpark;
import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;

// @start region="main"
public final class WordCountCheck {
  private WordCountCheck() {}

  public static void main(String[] arguments) {
    try (LocalSpark spark = LocalSpark.start();
        StreamHarness harness = StreamHarness.over(spark.newSession())) {
      MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
      TestQuery counts =
          harness.start(words.toDF().groupBy("value").count(), OutputMode.Complete());

      words.add("cat", "dog", "cat");
      counts.processAllAvailable();
      System.out.println(counts.table().rows());
      assertThat(counts)
          .table()
          .containsExactlyInAnyOrder(row("cat", Long.valueOf(arguments[0])), row("dog", 1L));
    }
  }
}
// @end
