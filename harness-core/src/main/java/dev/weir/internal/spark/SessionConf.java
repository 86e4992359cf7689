package dev.weir.internal.spark;

import java.util.Map;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import scala.collection.JavaConverters;

/**
 * Sets configurations of a session, and puts back all that were there before, whoever changed them.
 */
public final class SessionConf implements AutoCloseable {
  private final SparkSession session;
  private final Map<String, String> before;

  private SessionConf(SparkSession session, Map<String, String> before) {
    this.session = session;
    this.before = before;
  }

  /** Sets the settings. */
  public static SessionConf apply(SparkSession session, Map<String, String> settings) {
    SessionConf conf = new SessionConf(session, all(session));
    settings.forEach(session.conf()::set);
    return conf;
  }

  /** Whether a configuration is one of SQL that a running session takes. */
  public static boolean canBeSet(String key) {
    return key.startsWith("spark.sql.") && !SQLConf.isStaticConfigKey(key);
  }

  private static Map<String, String> all(SparkSession session) {
    return Map.copyOf(JavaConverters.mapAsJavaMap(session.conf().getAll()));
  }

  @Override
  public void close() {
    if (session.sparkContext().isStopped()) {
      return;
    }
    RuntimeConfig conf = session.conf();
    all(session)
        .forEach(
            (key, value) -> {
              String old = before.get(key);
              if (old == null) {
                conf.unset(key);
              } else if (!old.equals(value)) {
                conf.set(key, old);
              }
            });
    before.forEach(
        (key, value) -> {
          if (conf.getOption(key).isEmpty()) {
            conf.set(key, value);
          }
        });
  }
}
