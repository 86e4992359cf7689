package dev.weir.internal.spark;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.reflect.ClassTag;

/**
 * A SparkContext that spares a job what it does not need where all of it runs in one JVM.
 *
 * <p>Each saving can be suspended by a harness that wants Spark as it comes; as long as there is
 * one, nobody has it, since threads of the context work for all.
 */
public final class LeanContext extends SparkContext {
  /** Set in sessions that want broadcasts as they are. */
  public static final String SHARED_BROADCASTS = "weir.fast.sharedBroadcasts";

  /** Set in sessions that want closures to be looked at once. */
  public static final String CLOSURES_CHECKED_ONCE = "weir.fast.closuresCheckedOnce";

  private final Set<Class<?>> checked =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private final AtomicInteger broadcastsSuspended = new AtomicInteger();
  private final AtomicInteger closuresSuspended = new AtomicInteger();

  public LeanContext(SparkConf conf) {
    super(conf);
  }

  /**
   * Suspends those savings of a session's context that the session's configurations do not name.
   *
   * @return what lets them go on
   */
  public static Suspension suspendUnless(SparkContext context, Map<String, String> conf) {
    if (!(context instanceof LeanContext lean)) {
      return () -> {};
    }
    int b = conf.containsKey(SHARED_BROADCASTS) ? 0 : 1;
    int c = conf.containsKey(CLOSURES_CHECKED_ONCE) ? 0 : 1;
    lean.broadcastsSuspended.addAndGet(b);
    lean.closuresSuspended.addAndGet(c);
    return () -> {
      lean.broadcastsSuspended.addAndGet(-b);
      lean.closuresSuspended.addAndGet(-c);
    };
  }

  /** Savings that wait. */
  public interface Suspension extends AutoCloseable {
    /** They go on. */
    @Override
    void close();
  }

  @Override
  public <T> Broadcast<T> broadcast(T value, ClassTag<T> type) {
    return isLocal() && broadcastsSuspended.get() == 0
        ? LocalBroadcast.of(value, type)
        : super.broadcast(value, type);
  }

  /**
   * Spark reads the byte code of each lambda to see whether it returns from its method, which Scala
   * allows and no task can do, and serializes it to see whether it can be (ClosureCleaner.clean in
   * Spark 3.5). Once for each lambda expression is enough to say so where it is written; what one
   * of them has captured is serialized with its task anyway. Only lambdas of the Scala shell are
   * changed by that method, and they are not known by their class.
   */
  @Override
  public <F> F clean(F closure, boolean checkSerializable) {
    if (closuresSuspended.get() > 0 || !isLambda(closure.getClass())) {
      return super.clean(closure, checkSerializable);
    }
    if (checked.contains(closure.getClass())) {
      return closure;
    }
    F cleaned = super.clean(closure, checkSerializable);
    if (checkSerializable) {
      checked.add(closure.getClass());
    }
    return cleaned;
  }

  private static boolean isLambda(Class<?> type) {
    return type.isHidden()
        && type.getName().contains("$$Lambda")
        && !type.getName().startsWith("$line");
  }
}
