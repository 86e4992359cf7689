package dev.weir.internal.spark;

import java.io.ObjectStreamException;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;

/**
 * A broadcast in a JVM that is the driver and the only executor: the value itself.
 *
 * <p>Spark serializes and compresses each value for executors elsewhere, and then reads the very
 * object from the driver's block manager if there are none (TorrentBroadcast.writeBlocks and
 * readBroadcastBlock in Spark 3.5). So a task gets the same object here as there.
 *
 * <p>Public, as the code that Spark 3.3 generates for a join names the class of its broadcast.
 */
public final class LocalBroadcast<T> extends Broadcast<T> {
  private static final long serialVersionUID = 1L;

  /** Weak, as Spark's own cleaner gives a broadcast up that nobody holds any more. */
  private static final Map<Long, WeakReference<LocalBroadcast<?>>> OPEN = new ConcurrentHashMap<>();

  /** Spark counts its own upwards from 0. */
  private static final AtomicLong IDS = new AtomicLong();

  private transient @Nullable T content;

  private LocalBroadcast(long id, T content, ClassTag<T> type) {
    super(id, type);
    this.content = content;
  }

  static <T> LocalBroadcast<T> of(T content, ClassTag<T> type) {
    LocalBroadcast<T> broadcast = new LocalBroadcast<>(IDS.decrementAndGet(), content, type);
    OPEN.put(broadcast.id(), new WeakReference<>(broadcast));
    return broadcast;
  }

  /** A task reads the original and no copy. */
  private Object readResolve() throws ObjectStreamException {
    WeakReference<LocalBroadcast<?>> original = OPEN.get(id());
    LocalBroadcast<?> broadcast = original == null ? null : original.get();
    return broadcast == null ? this : broadcast;
  }

  @Override
  public T getValue() {
    T value = content;
    if (value == null) {
      throw new IllegalStateException("Broadcast " + id() + " is gone: nobody has held it");
    }
    return value;
  }

  @Override
  public void doUnpersist(boolean blocking) {
    // There is no copy elsewhere that could be given up.
  }

  @Override
  public void doDestroy(boolean blocking) {
    content = null;
    OPEN.remove(id());
  }
}
