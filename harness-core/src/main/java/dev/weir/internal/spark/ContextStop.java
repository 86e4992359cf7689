package dev.weir.internal.spark;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext$;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Remembers who stopped the SparkContext. A plugin of the driver is shut down on the thread that
 * calls {@code SparkContext.stop()}, so its stack names the culprit; listeners hear of it too late
 * and elsewhere.
 */
public final class ContextStop implements SparkPlugin {
  private static final AtomicReference<@Nullable String> LAST = new AtomicReference<>();

  /** Where the context was stopped last, in words. */
  public static Optional<String> lastStop() {
    return Optional.ofNullable(LAST.get());
  }

  /** Whether this JVM has a SparkContext; it can have only one. */
  public static boolean isContextRunning() {
    return SparkContext$.MODULE$.getActive().isDefined();
  }

  /**
   * Stops this JVM's context, if there is one: it has been started for somebody who is not to get
   * it.
   */
  public static void stopIfRunning() {
    if (isContextRunning()) {
      SparkContext$.MODULE$.getActive().get().stop();
    }
    SparkSession.clearDefaultSession();
    SparkSession.clearActiveSession();
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public void shutdown() {
        LAST.set(
            "thread '"
                + Thread.currentThread().getName()
                + "'"
                + Arrays.stream(Thread.currentThread().getStackTrace())
                    .filter(frame -> isTelling(frame.getClassName()))
                    .limit(8)
                    .map(frame -> "\n      at " + frame)
                    .collect(Collectors.joining()));
      }
    };
  }

  private static boolean isTelling(String className) {
    return !className.startsWith("java.")
        && !className.startsWith("jdk.")
        && !className.startsWith("scala.")
        && !className.startsWith("org.apache.spark.internal")
        && !className.equals(ContextStop.class.getName())
        && !className.startsWith(ContextStop.class.getName() + "$");
  }

  @Override
  public @Nullable ExecutorPlugin executorPlugin() {
    return null;
  }
}
