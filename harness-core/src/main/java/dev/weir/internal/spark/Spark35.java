package dev.weir.internal.spark;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryManager;

/** Spark 3.5. */
final class Spark35 implements SparkLine {

  @Override
  public Governed govern(SparkSession session, QueryGovernor governor) {
    ManagerSlot slot = ManagerSlot.of(session);
    StreamingQueryManager before = slot.get();
    GovernedQueryManager governed = new GovernedQueryManager(session, governor);
    if (before != null) {
      replaceListeners(governed, before.listListeners());
    }
    slot.set(governed);
    SessionRules.teach(session);
    return () -> {
      slot.set(before);
      governed.close();
      EventSubscription.end(session.sparkContext(), governed);
    };
  }

  /** Each manager makes its own of those that the configuration names, so there would be two. */
  private static void replaceListeners(
      StreamingQueryManager manager, StreamingQueryListener[] listeners) {
    for (StreamingQueryListener own : manager.listListeners()) {
      manager.removeListener(own);
    }
    for (StreamingQueryListener listener : listeners) {
      manager.addListener(listener);
    }
  }
}
