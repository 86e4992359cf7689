package dev.weir.internal.spark;

import java.util.HashSet;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out of the log what Spark has to say of a crash that the test wanted: some hundred lines
 * each. Everything else is logged as before.
 */
final class CrashLog extends AbstractFilter {
  /** These report a failed task without its exception. */
  private static final Set<String> WITHOUT_A_CAUSE =
      Set.of(
          "org.apache.spark.sql.execution.datasources.v2.DataWritingSparkTask",
          "org.apache.spark.sql.execution.datasources.v2.WriteToDataSourceV2Exec",
          "org.apache.spark.sql.execution.datasources.FileFormatWriter",
          "org.apache.spark.scheduler.TaskSetManager");

  /** Adds the filter wherever the log is configured, once. */
  static synchronized void quieten() {
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      Set<LoggerConfig> all = new HashSet<>(context.getConfiguration().getLoggers().values());
      // Log4j's default configuration has the root logger alone, and not among the others.
      all.add(context.getConfiguration().getRootLogger());
      for (LoggerConfig logger : all) {
        if (!has(logger.getFilter())) {
          logger.addFilter(new CrashLog());
        }
      }
    }
  }

  private static boolean has(@Nullable Filter filter) {
    if (filter instanceof org.apache.logging.log4j.core.filter.CompositeFilter several) {
      for (Filter one : several.getFiltersArray()) {
        if (one instanceof CrashLog) {
          return true;
        }
      }
    }
    return filter instanceof CrashLog;
  }

  @Override
  public Result filter(LogEvent event) {
    boolean ofACrash =
        isCrash(event.getThrown())
            || event.getMessage().getFormattedMessage().contains(SimulatedCrash.WORDS)
            || (BatchProtocol.isOneCrashing() && WITHOUT_A_CAUSE.contains(event.getLoggerName()));
    return ofACrash ? Result.DENY : Result.NEUTRAL;
  }

  private static boolean isCrash(@Nullable Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (String.valueOf(t.getMessage()).contains(SimulatedCrash.WORDS)) {
        return true;
      }
    }
    return false;
  }
}
