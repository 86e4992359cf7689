package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalog;
import scala.collection.JavaConverters;

/**
 * What all sessions over one SparkContext share, and what a test could therefore leave to the next:
 * databases, tables, global temporary views, cached data, listeners.
 */
public final class SharedCatalog {
  private final SparkSession session;
  private final Set<String> listeners;

  /** Notes what is there now as what belongs there. */
  public SharedCatalog(SparkSession session) {
    this.session = session;
    this.listeners = listenersNow();
  }

  /**
   * Removes what has come since.
   *
   * @return what that was, in words
   */
  public List<String> putRight() {
    List<String> found = new ArrayList<>();
    ExternalCatalog catalog = session.sharedState().externalCatalog();
    for (String database : JavaConverters.seqAsJavaList(catalog.listDatabases())) {
      if (!database.equals("default")) {
        catalog.dropDatabase(database, true, true);
        found.add("database " + database);
        continue;
      }
      for (String table : JavaConverters.seqAsJavaList(catalog.listTables(database))) {
        catalog.dropTable(database, table, true, true);
        found.add("table " + table);
      }
    }
    for (String view :
        JavaConverters.seqAsJavaList(
            session.sharedState().globalTempViewManager().listViewNames("*"))) {
      session.catalog().dropGlobalTempView(view);
      found.add("global temporary view " + view);
    }
    SparkContext context = session.sparkContext();
    if (!session.sharedState().cacheManager().isEmpty()) {
      session.sharedState().cacheManager().clearCache();
      found.add("a cached Dataset");
    }
    for (RDD<?> rdd : JavaConverters.asJavaCollection(context.getPersistentRDDs().values())) {
      rdd.unpersist(true);
      found.add("cached RDD " + rdd.id());
    }
    removeListeners(context, found);
    return found;
  }

  private void removeListeners(SparkContext context, List<String> found) {
    for (var listener : context.listenerBus().listeners()) {
      if (!listeners.contains(identity(listener))) {
        context.listenerBus().removeListener(listener);
        // Each session has some of Spark's own, which end with it.
        if (!listener.getClass().getName().startsWith("org.apache.spark.")) {
          found.add("listener " + listener.getClass().getName());
        }
      }
    }
  }

  private Set<String> listenersNow() {
    Set<String> now = new TreeSet<>();
    for (var listener : session.sparkContext().listenerBus().listeners()) {
      now.add(identity(listener));
    }
    return now;
  }

  private static String identity(Object listener) {
    return listener.getClass().getName() + "@" + System.identityHashCode(listener);
  }
}
