package dev.weir.benchmarks;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.weir.HarnessOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A suite of many tests in one JVM: does the last one cost what an early one did? */
final class SuiteBenchmark {
  private SuiteBenchmark() {}

  /**
   * Measures.
   *
   * @param arguments {@code quick} for 300 tests in the place of 1,000
   */
  public static void main(String... arguments) throws Exception {
    int tests = List.of(arguments).contains("quick") ? 300 : 1000;
    try (WeirTests weir = new WeirTests(HarnessOptions.defaults())) {
      List<Double> millis = new ArrayList<>();
      for (int i = 1; i <= tests; i++) {
        long start = System.nanoTime();
        weir.test(Works.WORD_COUNT);
        millis.add((System.nanoTime() - start) / 1e6);
        if (i % 100 == 0) {
          Figures.print("suite/" + i + "/ms", Figures.median(millis));
          Figures.print("suite/" + i + "/MiB", HeapPeak.liveMebibytes());
          Figures.print(
              "suite/" + i + "/threads", ManagementFactory.getThreadMXBean().getThreadCount());
          Figures.print("suite/" + i + "/open files", openFiles());
          Figures.print("suite/" + i + "/temporary files", temporaryFiles());
          millis.clear();
        }
      }
    }
    System.exit(0);
  }

  private static double openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? (double) unix.getOpenFileDescriptorCount()
        : -1;
  }

  /** The JVM has a temporary folder of its own. */
  private static double temporaryFiles() throws IOException {
    return FileCount.settledIn(Path.of(System.getProperty("java.io.tmpdir")));
  }
}
