package dev.weir.samples;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The jobs' session: their defaults, over which everything wins that spark-submit was told. */
final class SparkOptions {
  private SparkOptions() {}

  static SparkSession session(String appName) {
    // A new SparkConf has what spark-submit passes on as spark.* properties.
    SparkConf conf =
        new SparkConf()
            .setIfMissing("spark.master", "local[3]")
            .setIfMissing("spark.app.name", appName)
            .setIfMissing("spark.sql.shuffle.partitions", "3");
    return SparkSession.builder().config(conf).getOrCreate();
  }
}
