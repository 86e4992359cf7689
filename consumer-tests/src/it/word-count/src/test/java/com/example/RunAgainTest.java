package com.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.junit.SparkStreamingTest;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Fails once, and is run again by Surefire: in the same JVM, with the same context. */
@SparkStreamingTest
@EnabledIfSystemProperty(named = "surefire.rerunFailingTestsCount", matches = "1")
class RunAgainTest {
  private static int runs;

  @Test
  void passesTheSecondTime(SparkSession spark) {
    OneContext.check(spark);
    assertTrue(++runs > 1, "the first run fails on purpose");
  }
}
