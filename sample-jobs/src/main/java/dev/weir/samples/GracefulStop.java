package dev.weir.samples;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;

/**
 * Waits for a query to end; on SIGTERM it lets the micro-batch that is running finish, and then
 * stops the query.
 *
 * <p>Spark stops its context in a hook of Hadoop's manager, with priority 50
 * (org.apache.spark.util.ShutdownHookManager). Hooks of the JVM run beside each other, so this one
 * is Hadoop's too, with a higher priority: it runs before.
 */
final class GracefulStop {
  private static final int BEFORE_SPARK = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  private GracefulStop() {}

  static void awaitTermination(StreamingQuery query) throws StreamingQueryException {
    Runnable hook = () -> stop(query);
    ShutdownHookManager.get().addShutdownHook(hook, BEFORE_SPARK);
    try {
      query.awaitTermination();
    } finally {
      if (!ShutdownHookManager.get().isShutdownInProgress()) {
        ShutdownHookManager.get().removeShutdownHook(hook);
      }
    }
  }

  private static void stop(StreamingQuery query) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (query.status().isTriggerActive() && System.nanoTime() < end) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    try {
      query.stop();
    } catch (TimeoutException e) {
      System.err.println("The query did not stop in time: " + e.getMessage());
    }
  }
}
