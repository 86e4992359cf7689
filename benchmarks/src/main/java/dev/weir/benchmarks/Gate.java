package dev.weir.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/** Compares ratios, never times, with committed ones. */
final class Gate {
  private static final String TOLERANCE = "tolerance";

  private final Path file;
  private final PrintStream out;

  /**
   * Reads nothing yet.
   *
   * @param file properties: the committed ratios by name, and by how much each may be worse
   */
  Gate(Path file, PrintStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * The committed ratios that are worse now by more than the tolerance, or were not measured.
   *
   * @throws IllegalStateException if the file has no tolerance, or no ratio
   */
  List<String> worse(List<Ratio> now) throws IOException {
    Properties baseline = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      baseline.load(reader);
    }
    double tolerance = Double.parseDouble(baseline.getProperty(TOLERANCE, "NaN"));
    TreeSet<String> names = new TreeSet<>(baseline.stringPropertyNames());
    names.remove(TOLERANCE);
    if (Double.isNaN(tolerance) || names.isEmpty()) {
      throw new IllegalStateException(file + " has no tolerance, or no ratio to compare with");
    }
    out.printf(
        "%-28s %9s %10s   tolerance %.0f %%%n", "ratio", "now", "committed", tolerance * 100);
    List<String> worse = new ArrayList<>();
    for (String name : names) {
      double committed = Double.parseDouble(baseline.getProperty(name));
      Optional<Ratio> ratio = now.stream().filter(r -> r.name().equals(name)).findFirst();
      boolean ok = ratio.isPresent() && !ratio.get().isWorseThan(committed, tolerance);
      out.printf(
          "%-28s %9s %10.2f   %s%n",
          name,
          ratio.map(r -> String.format("%.2f", r.value())).orElse("-"),
          committed,
          ok ? "ok" : ratio.isPresent() ? "WORSE" : "NOT MEASURED");
      if (!ok) {
        worse.add(name);
      }
    }
    return worse;
  }
}
