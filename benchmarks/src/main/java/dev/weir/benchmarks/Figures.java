package dev.weir.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured, by name, in the order in which it came. The JVMs that measure write their
 * figures as lines, and the one that writes the report reads them.
 */
final class Figures {
  private static final String PREFIX = "FIGURE ";

  private final Map<String, List<Double>> values = new LinkedHashMap<>();

  /** Writes a figure for whoever has started this JVM. */
  static void print(String name, double value) {
    System.out.printf(Locale.ROOT, "%s%s=%.3f%n", PREFIX, name, value);
  }

  /** Takes a line of a JVM's output. */
  void read(String line) {
    int equals = line.lastIndexOf('=');
    if (line.startsWith(PREFIX) && equals > 0) {
      add(line.substring(PREFIX.length(), equals), Double.parseDouble(line.substring(equals + 1)));
    }
  }

  void add(String name, double value) {
    values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  List<Double> of(String name) {
    return values.getOrDefault(name, List.of());
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  List<String> names(String prefix) {
    return values.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  /** The figure in the middle; of an even number the mean of both. */
  static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * How often the second goes into the first: the median of the ratios of those that were measured
   * one after the other, so that a machine that gets slower for a while does not count.
   */
  Optional<Double> ratio(String one, String other) {
    List<Double> ratios = ratios(one, other);
    return ratios.isEmpty() ? Optional.empty() : Optional.of(median(ratios));
  }

  List<Double> ratios(String one, String other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(of(one).size(), of(other).size()); i++) {
      ratios.add(of(one).get(i) / of(other).get(i));
    }
    return ratios;
  }
}
