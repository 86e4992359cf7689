package dev.weir.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** The most heap that was in use after any garbage collection while something ran. */
final class HeapPeak implements AutoCloseable {
  private final AtomicLong most = new AtomicLong();
  private final NotificationListener listener =
      (notification, handback) -> {
        if (GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(
            notification.getType())) {
          take((CompositeData) notification.getUserData());
        }
      };

  private HeapPeak() {}

  static HeapPeak start() {
    System.gc();
    HeapPeak peak = new HeapPeak();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector).addNotificationListener(peak.listener, null, null);
    }
    return peak;
  }

  private void take(CompositeData collection) {
    long used = 0;
    for (var pool :
        GarbageCollectionNotificationInfo.from(collection)
            .getGcInfo()
            .getMemoryUsageAfterGc()
            .entrySet()) {
      if (isHeap(pool.getKey())) {
        used += pool.getValue().getUsed();
      }
    }
    most.accumulateAndGet(used, Math::max);
  }

  private static boolean isHeap(String pool) {
    return pool.contains("Eden") || pool.contains("Survivor") || pool.contains("Old");
  }

  double mebibytes() {
    return most.get() / 1048576.0;
  }

  /** What is in use now, garbage collected. */
  static double liveMebibytes() {
    System.gc();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return heap.getUsed() / 1048576.0;
  }

  @Override
  public void close() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      try {
        ((NotificationEmitter) collector).removeNotificationListener(listener);
      } catch (ListenerNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
