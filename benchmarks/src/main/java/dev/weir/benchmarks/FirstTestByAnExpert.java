package dev.weir.benchmarks;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the first green test is for the expert. */
final class FirstTestByAnExpert {
  private static HandWritten spark;

  @BeforeAll
  static void start() {
    spark = HandWritten.byAnExpert();
  }

  @Test
  void countsWords() throws Exception {
    spark.test(Works.WORD_COUNT);
  }

  @AfterAll
  static void stop() {
    spark.close();
  }
}
