package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.spark.sql.SparkSession;

/** All classes that a JVM runs, and runs again, have one SparkContext. */
final class OneContext {
  private OneContext() {}

  static synchronized void check(SparkSession spark) {
    String id = System.getProperty("com.example.context");
    String now = Integer.toHexString(System.identityHashCode(spark.sparkContext()));
    System.setProperty("com.example.context", now);
    assertEquals(id == null ? now : id, now);
  }
}
