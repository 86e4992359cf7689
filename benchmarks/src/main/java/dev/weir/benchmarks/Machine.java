package dev.weir.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Where it was measured. */
final class Machine {
  private Machine() {}

  static String describe() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return String.format(
        Locale.ROOT,
        "%d cores (%s), %d GiB, %s, Java %s, Spark %s",
        Runtime.getRuntime().availableProcessors(),
        processor(),
        Math.round(system.getTotalMemorySize() / (double) (1L << 30)),
        System.getProperty("os.name"),
        Runtime.version(),
        org.apache.spark.package$.MODULE$.SPARK_VERSION());
  }

  /** Linux says it in a file, others nowhere that Java sees. */
  private static String processor() {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.exists(file)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
