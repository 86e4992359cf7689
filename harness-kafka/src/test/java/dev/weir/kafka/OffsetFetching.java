package dev.weir.kafka;

import dev.weir.StreamHarness;

/** How Spark's source asks Kafka for offsets. */
final class OffsetFetching {
  private OffsetFetching() {}

  /**
   * By an admin client, which is what Spark does from 3.4 on. By default Spark 3.3 has a consumer
   * ask, which cannot be interrupted, misses no topic, and sees one that a pattern matches late.
   */
  static void byAdmin(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.streaming.kafka.useDeprecatedOffsetFetching", false);
  }
}
