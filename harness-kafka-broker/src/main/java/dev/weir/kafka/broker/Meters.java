package dev.weir.kafka.broker;

import com.yammer.metrics.Metrics;
import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;

/**
 * The meters that Kafka keeps in statics and never stops, since its process ends with it: two
 * threads and some fifty MBeans, each of which would hold on to the class loader.
 */
final class Meters {

  private Meters() {}

  static void stop() {
    KafkaYammerMetrics.defaultRegistry().shutdown();
    Metrics.defaultRegistry().shutdown();
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    for (ObjectName name : server.queryNames(null, null)) {
      unregisterIfOurs(server, name);
    }
  }

  private static void unregisterIfOurs(MBeanServer server, ObjectName name) {
    try {
      if (server.getClassLoaderFor(name) == Meters.class.getClassLoader()) {
        server.unregisterMBean(name);
      }
    } catch (InstanceNotFoundException e) {
      // Gone in the meantime, which is what was wanted.
    } catch (JMException e) {
      throw new IllegalStateException("cannot unregister " + name, e);
    }
  }
}
