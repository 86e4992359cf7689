package dev.weir;

import dev.weir.internal.spark.ContextStop;
import dev.weir.internal.spark.JavaModules;
import dev.weir.internal.spark.JavaSupport;
import dev.weir.internal.spark.LeanContext;
import dev.weir.internal.spark.LocalDirs;
import dev.weir.internal.spark.SessionConf;
import dev.weir.internal.spark.SharedCatalog;
import dev.weir.internal.spark.SparkLine;
import dev.weir.internal.spark.SparkLogging;
import dev.weir.internal.spark.StateStores;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A SparkContext in this JVM, or of this JVM on a cluster, for many tests, and sessions over it for
 * one test each.
 *
 * <p>It opens the packages of the JDK that Spark needs, listens on the loopback interface only, has
 * no UI, and keeps its files in a temporary folder that goes away with it.
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class LocalSpark implements AutoCloseable {
  private final HarnessFolder folder = new HarnessFolder();
  private final SparkSession root;
  private final SharedCatalog shared;

  private LocalSpark(String master, Map<String, String> conf) {
    SparkLogging.quietUnlessConfigured();
    Optional<String> closedModules = JavaModules.openForSpark();
    if (closedModules.isPresent()) {
      folder.delete();
      throw new IllegalStateException(closedModules.get());
    }
    LocalDirs.forget();
    this.root = context(master, conf);
    // Whoever calls getOrCreate in a test must get the session of that test, or none.
    SparkSession.clearDefaultSession();
    SparkSession.clearActiveSession();
    this.shared = new SharedCatalog(root);
  }

  /** Leaves nothing behind where that fails. */
  private SparkSession context(String master, Map<String, String> conf) {
    try {
      SparkConf sparkConf = new SparkConf().setMaster(master).setAppName("weir");
      defaults(master, folder.root()).forEach(sparkConf::set);
      conf.forEach(sparkConf::set);
      if (ClusterConf.isCluster(master)) {
        ClusterConf.addTo(sparkConf, master, folder.root());
      }
      SparkSession session =
          SparkSession.builder().sparkContext(new LeanContext(sparkConf)).getOrCreate();
      if (ClusterConf.isCluster(master)) {
        ClusterConf.awaitExecutors(master, session);
      }
      return session;
    } catch (RuntimeException e) {
      ContextStop.stopIfRunning();
      folder.delete();
      throw e;
    }
  }

  private static Map<String, String> defaults(String master, Path folder) {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("spark.ui.enabled", "false");
    defaults.put("spark.ui.showConsoleProgress", "false");
    if (!ClusterConf.isElsewhere(master)) {
      defaults.put("spark.driver.host", "127.0.0.1");
      defaults.put("spark.driver.bindAddress", "127.0.0.1");
    }
    defaults.put("spark.local.dir", folder.resolve("local").toString());
    defaults.put("spark.sql.warehouse.dir", folder.resolve("warehouse").toUri().toString());
    // The Kafka sink keeps its producers for ten minutes; those of a broker that is gone would call
    // for it all the time. They are closed once nobody has used them for some seconds.
    defaults.put("spark.kafka.producer.cache.timeout", "5s");
    defaults.put("spark.kafka.producer.cache.evictorThreadRunInterval", "5s");
    // Old state is deleted from the last snapshot backwards, and maintenance writes one only if the
    // version that it lists last is still in memory, where the last two are
    // (HDFSBackedStateStoreProvider.doSnapshot). At a thousand batches a minute it is not, after a
    // minute's files, and then never again.
    defaults.put("spark.sql.streaming.stateStore.maintenanceInterval", "10s");
    // What the UI would show of the past. Beyond a thousand of each Spark sorts them at every one
    // more (ElementTrackingStore in Spark 3.5), and a suite has some thousand micro-batches.
    for (String past :
        List.of("ui.retainedJobs", "ui.retainedStages", "sql.ui.retainedExecutions")) {
      defaults.put("spark." + past, "100");
    }
    defaults.put("spark.plugins", ContextStop.class.getName());
    return defaults;
  }

  /** The setting that gives all contexts another master. */
  public static final String MASTER_PROPERTY = "weir.master";

  /** Two threads in this JVM, or the cluster that {@code -Dweir.master} names; nothing else set. */
  public static LocalSpark start() {
    return start(System.getProperty(MASTER_PROPERTY, "local[2]"), Map.of());
  }

  /**
   * Starts a context.
   *
   * @param master such as {@code local[2]}, or {@code spark://host:port} of a standalone cluster,
   *     whose executors are given the class path's folders and Weir's jars
   * @param conf configurations of the context, which win over Weir's
   * @throws IllegalStateException if this release of Weir does not drive the Spark on the class
   *     path, or that Spark cannot start on this Java; if the JDK's packages can't be opened here,
   *     with what to add to the command line; if nobody answers at the cluster's address, or it
   *     gives no executor; or if this JVM has a SparkContext already, since there can be only one
   */
  public static LocalSpark start(String master, Map<String, String> conf) {
    if (ContextStop.isContextRunning()) {
      throw new IllegalStateException(
          "This JVM has a SparkContext already, started by other code, and there can be only one"
              + " SparkContext. Open a harness over it with StreamHarness.over(session), or stop it"
              + " first. See docs/errors/second-context.md");
    }
    SparkLine.current();
    JavaSupport.problem()
        .ifPresent(
            problem -> {
              throw new IllegalStateException(problem);
            });
    prepare();
    return new LocalSpark(master, conf);
  }

  /**
   * Begins to load, in the background, the classes that a first test needs; {@link #start} does so
   * too. Whoever has something else to start before, such as a broker, calls this first. {@code
   * -Dweir.startup.classes=false} leaves all to the JVM.
   */
  public static void prepare() {
    StartupClasses.loadInBackground();
  }

  /** A session of its own over the shared context: own configuration, views and functions. */
  public SparkSession newSession() {
    return root.newSession();
  }

  /** Whether a configuration can be set in a session; all others belong to the context. */
  public static boolean isSessionConf(String key) {
    return SessionConf.canBeSet(key);
  }

  /**
   * Removes what was left in what all sessions share: databases, tables, global temporary views,
   * cached data, listeners. To be called when no test runs.
   *
   * @return what that was, in words
   */
  public List<String> putRight() {
    return shared.putRight();
  }

  /** Whether somebody has stopped the context. */
  public boolean isStopped() {
    return root.sparkContext().isStopped();
  }

  /** Who stopped the context, as a stack trace in words, if it was not this object. */
  public Optional<String> stoppedBy() {
    return ContextStop.lastStop();
  }

  /** Stops the context, if nobody has, and deletes its files. */
  @Override
  public void close() {
    CloseAll all = new CloseAll();
    all.close(StateStores::stopAll);
    all.close(root::stop);
    all.close(folder::delete);
    all.throwIfAny();
  }
}
