package dev.weir.internal.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerInterface;
import org.apache.spark.sql.streaming.StreamingQueryManager;

/**
 * That a manager of queries hears of all events of its context. The context outlives the test, so
 * what is not unsubscribed piles up there, test by test, and each event is given to each.
 */
final class EventSubscription {
  private EventSubscription() {}

  static void end(SparkContext context, StreamingQueryManager manager) {
    if (!context.isStopped()) {
      context
          .listenerBus()
          .removeListener(
              (SparkListenerInterface)
                  Reflection.read(StreamingQueryManager.class, "listenerBus", manager));
    }
  }
}
