package dev.weir.benchmarks;

import java.util.Locale;

/**
 * A figure that is compared with another machine's.
 *
 * @param meaning of what it is the ratio
 * @param goal what it should be
 * @param higherIsBetter whether the goal is the least, and not the most
 */
record Ratio(String name, String meaning, double value, double goal, boolean higherIsBetter) {
  String line() {
    return String.format(Locale.ROOT, "RESULT %s=%.2f", name, value);
  }

  boolean isReached() {
    return higherIsBetter ? value >= goal : value <= goal;
  }

  String goalText() {
    return String.format(Locale.ROOT, "%s %.2f", higherIsBetter ? "≥" : "≤", goal);
  }

  /** Whether this is worse than another measure of it by more than a share. */
  boolean isWorseThan(double other, double tolerance) {
    return higherIsBetter ? value < other * (1 - tolerance) : value > other * (1 + tolerance);
  }
}
