package dev.weir.internal.spark;

import java.lang.reflect.Field;
import org.apache.spark.sql.connector.read.streaming.SparkDataStream;
import org.apache.spark.util.Clock;

/**
 * Lets a Kafka source tell the harness's time. It has a clock of its own, for {@code
 * maxTriggerDelay} alone (KafkaMicroBatchStream.delayBatch in Spark 3.5), which is the system's: a
 * test would have to wait for minutes.
 */
final class KafkaSourceClock {
  private static final String SOURCE = "org.apache.spark.sql.kafka010.KafkaMicroBatchStream";

  private KafkaSourceClock() {}

  /** Only while the query's thread is parked. Does nothing to any other source. */
  static void set(SparkDataStream source, Clock clock) {
    if (!source.getClass().getName().equals(SOURCE)) {
      return;
    }
    try {
      Field field = source.getClass().getDeclaredField("clock");
      field.setAccessible(true);
      field.set(source, clock);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Spark's Kafka source has another clock than in 3.5", e);
    }
  }
}
