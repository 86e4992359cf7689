package dev.weir.junit;

import dev.weir.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The SparkContext of this JVM, shared by all tests of all classes.
 *
 * <p>It is static since Spark allows one context in a JVM and no more. When it is stopped is the
 * launcher session's affair: each session that uses it holds a {@link Claim} in its store, and the
 * context ends with the last claim. Who uses it right now holds a {@link Lease}. A class that asks
 * for another master or another configuration gets another context when no lease is out.
 */
final class SharedSpark {
  private static final long PATIENCE_MINUTES = 5;
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Condition RELEASED = LOCK.newCondition();

  private static @Nullable Running running;
  private static int claims;

  private SharedSpark() {}

  /** A launcher session's claim that the context stay. */
  static final class Claim implements AutoCloseable {
    Claim() {
      LOCK.lock();
      try {
        claims++;
      } finally {
        LOCK.unlock();
      }
    }

    @Override
    public void close() {
      LOCK.lock();
      try {
        if (--claims == 0) {
          stop();
        }
      } finally {
        LOCK.unlock();
      }
    }
  }

  /**
   * Lends the context.
   *
   * @param user who asks, for reports
   * @throws IllegalStateException if another one is in use all the time
   */
  static Lease lease(String user, String master, Map<String, String> conf) {
    LOCK.lock();
    try {
      Running current = usable(user, master, conf);
      current.users.add(user);
      current.leases++;
      return new Lease(current, user);
    } finally {
      LOCK.unlock();
    }
  }

  private static Running usable(String user, String master, Map<String, String> conf) {
    long left = TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
    while (true) {
      Running current = running;
      if (current != null && !current.spark.isStopped() && current.isFor(master, conf)) {
        return current;
      }
      if (current == null || current.leases == 0 || current.spark.isStopped()) {
        stop();
        Running fresh = new Running(LocalSpark.start(master, conf), master, conf);
        running = fresh;
        return fresh;
      }
      if (left <= 0) {
        throw new IllegalStateException(
            user
                + " asks for a SparkContext with master "
                + master
                + " and "
                + conf
                + ", but tests that run at the same time use one with master "
                + current.master
                + " and "
                + current.conf
                + ", and a JVM has only one. Give them the same settings, or let them run in"
                + " different forks. See docs/errors/second-context.md");
      }
      left = await(left);
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the caller is the loop
  private static long await(long nanos) {
    try {
      return RELEASED.awaitNanos(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the SparkContext", e);
    }
  }

  private static void stop() {
    Running current = running;
    if (current != null) {
      running = null;
      current.spark.close();
    }
  }

  /** A context and who uses it. Guarded by the lock. */
  private static final class Running {
    private final LocalSpark spark;
    private final String master;
    private final Map<String, String> conf;

    /** All that have used it since it was idle last: one of them left what is found then. */
    private final Set<String> users = new TreeSet<>();

    private int leases;
    private boolean stopReported;

    Running(LocalSpark spark, String master, Map<String, String> conf) {
      this.spark = spark;
      this.master = master;
      this.conf = conf;
    }

    boolean isFor(String otherMaster, Map<String, String> otherConf) {
      return master.equals(otherMaster) && conf.equals(otherConf);
    }
  }

  /** The right to use the context until it is given back. */
  static final class Lease {
    private final Running context;
    private final String user;
    private boolean over;

    private Lease(Running context, String user) {
      this.context = context;
      this.user = user;
    }

    SparkSession newSession() {
      return context.spark.newSession();
    }

    /**
     * Gives it back, and puts right what was left in what all tests share.
     *
     * @return what was found, in words
     */
    List<String> giveBack() {
      LOCK.lock();
      try {
        if (over) {
          return List.of();
        }
        over = true;
        context.leases--;
        RELEASED.signalAll();
        return found();
      } finally {
        LOCK.unlock();
      }
    }

    private List<String> found() {
      List<String> found = new ArrayList<>();
      if (context.spark.isStopped()) {
        if (!context.stopReported) {
          context.stopReported = true;
          found.add(
              "the shared SparkContext was stopped during "
                  + during()
                  + " by "
                  + context.spark.stoppedBy().orElse("an unknown thread")
                  + "\n    The next test gets a new one."
                  + " A job's main should leave the session to whoever made it.");
        }
      } else if (context.leases == 0) {
        for (String leftover : context.spark.putRight()) {
          found.add(leftover + " was left in the shared SparkContext by " + during());
        }
        context.users.clear();
      }
      return found;
    }

    private String during() {
      return context.users.size() == 1 ? user : "one of " + context.users;
    }
  }
}
