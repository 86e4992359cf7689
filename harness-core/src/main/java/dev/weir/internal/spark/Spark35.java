package dev.weir.internal.spark;

import java.lang.reflect.Field;
import org.apache.spark.scheduler.SparkListenerInterface;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SessionState;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryManager;

/** Spark 3.5. */
final class Spark35 implements SparkLine {

  @Override
  public Governed govern(SparkSession session, QueryGovernor governor) {
    StreamingQueryManager before = session.sessionState().streamingQueryManager();
    GovernedQueryManager governed = new GovernedQueryManager(session, governor);
    for (StreamingQueryListener listener : before.listListeners()) {
      governed.addListener(listener);
    }
    install(session, governed);
    LateRowRule.teach(session);
    return () -> {
      install(session, before);
      governed.close();
      unregister(session, governed);
    };
  }

  /**
   * The manager is a lazy value of the session's state. Spark has no setting for it, and a session
   * state of another class can be had only through Hive's catalog setting; so the value is replaced
   * once it is there.
   */
  private static void install(SparkSession session, StreamingQueryManager manager) {
    write(SessionState.class, "streamingQueryManager", session.sessionState(), manager);
  }

  /**
   * A manager subscribes to the context's events for life. The context outlives the test, so what
   * is not unsubscribed would pile up there, test by test.
   */
  private static void unregister(SparkSession session, StreamingQueryManager manager) {
    if (!session.sparkContext().isStopped()) {
      session
          .sparkContext()
          .listenerBus()
          .removeListener(
              (SparkListenerInterface) read(StreamingQueryManager.class, "listenerBus", manager));
    }
  }

  private static void write(Class<?> type, String field, Object target, Object value) {
    try {
      accessible(type, field).set(target, value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This is not the Spark 3.5 that Weir knows: " + e, e);
    }
  }

  private static Object read(Class<?> type, String field, Object target) {
    try {
      return accessible(type, field).get(target);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This is not the Spark 3.5 that Weir knows: " + e, e);
    }
  }

  private static Field accessible(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
