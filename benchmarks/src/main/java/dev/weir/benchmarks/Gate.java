package dev.weir.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** Compares ratios, never times, with committed ones. */
final class Gate {
  private static final String TOLERANCE = "tolerance";

  private final Path file;

  Gate(Path file) {
    this.file = file;
  }

  /** The status of the command: 1 if a ratio got worse by more than the tolerance. */
  int check(List<Ratio> ratios) throws IOException {
    Properties baseline = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      baseline.load(reader);
    }
    double tolerance = Double.parseDouble(value(baseline, TOLERANCE));
    int status = 0;
    System.out.printf(
        "%-24s %8s %10s   tolerance %.0f %%%n", "ratio", "now", "committed", tolerance * 100);
    for (Ratio ratio : ratios) {
      String committed = baseline.getProperty(ratio.name());
      if (committed == null) {
        continue;
      }
      boolean worse = ratio.isWorseThan(Double.parseDouble(committed), tolerance);
      System.out.printf(
          "%-24s %8.2f %10s   %s%n",
          ratio.name(), ratio.value(), committed, worse ? "WORSE" : "ok");
      status = worse ? 1 : status;
    }
    return status;
  }

  private String value(Properties baseline, String key) {
    String value = baseline.getProperty(key);
    if (value == null) {
      throw new IllegalStateException(file + " has no line for " + key);
    }
    return value;
  }
}
