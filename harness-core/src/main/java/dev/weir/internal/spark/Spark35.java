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
      for (StreamingQueryListener listener : before.listListeners()) {
        governed.addListener(listener);
      }
    }
    slot.set(governed);
    LateRowRule.teach(session);
    PlanTextRule.teach(session);
    return () -> {
      slot.set(before);
      governed.close();
      EventSubscription.end(session.sparkContext(), governed);
    };
  }
}
