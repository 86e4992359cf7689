package dev.weir.recovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Draws the verdicts as a table: crash points down, batches across. */
final class RecoveryMatrix {
  private RecoveryMatrix() {}

  static String of(RecoveryReport report) {
    TreeSet<Long> batches = new TreeSet<>();
    Map<String, Map<Long, String>> rows = new LinkedHashMap<>();
    inOrder(report.cells())
        .forEach(
            cell -> {
              batches.add(cell.at().batchId());
              rows.computeIfAbsent(cell.place(), p -> new TreeMap<>())
                  .put(cell.at().batchId(), cell.verdict().cell());
            });
    int first = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder header = new StringBuilder(" ".repeat(first));
    batches.forEach(batch -> header.append("  ").append(header(batch)));
    StringBuilder text = new StringBuilder(header.toString().stripTrailing()).append('\n');
    rows.forEach(
        (place, cells) -> {
          StringBuilder line = new StringBuilder(padded(place, first));
          for (long batch : batches) {
            line.append("  ").append(padded(cells.getOrDefault(batch, "-"), width(batch)));
          }
          text.append(line.toString().stripTrailing()).append('\n');
        });
    return text.toString();
  }

  /** The places in the order of the protocol, also those that only a later batch has. */
  private static List<Cell> inOrder(List<Cell> cells) {
    List<Cell> ordered = new ArrayList<>();
    for (CrashPoint point : CrashPoint.values()) {
      cells.stream().filter(cell -> cell.at().point() == point).forEach(ordered::add);
    }
    return ordered;
  }

  private static String header(long batch) {
    return padded("batch " + batch, width(batch));
  }

  private static int width(long batch) {
    return Math.max(("batch " + batch).length(), Verdict.DIFFERENT.cell().length());
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
