package dev.weir.recovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The crashes that a job can have, found out by a run without one: each place that its batches came
 * to. Of what a batch passes several times the first and the last are taken, of the tasks the one
 * with the most rows, before its first row and halfway.
 */
final class CrashPlan {

  /**
   * A crash that is to be tried.
   *
   * @param place in words, the same for the same place in all batches
   */
  record Planned(CrashAt at, String place) {}

  private CrashPlan() {}

  /** The crashes, batch by batch, each batch's in the order of the protocol. */
  static List<Planned> of(List<CrashAt> passed) {
    TreeMap<Long, List<CrashAt>> byBatch = new TreeMap<>();
    passed.forEach(at -> byBatch.computeIfAbsent(at.batchId(), b -> new ArrayList<>()).add(at));
    List<Planned> plan = new ArrayList<>();
    byBatch.forEach(
        (batch, places) -> {
          for (CrashPoint point : CrashPoint.values()) {
            plan.addAll(
                of(point, places.stream().filter(at -> at.point() == point).toList(), batch));
          }
        });
    return plan;
  }

  private static List<Planned> of(CrashPoint point, List<CrashAt> passed, long batch) {
    if (point == CrashPoint.DURING_STOP) {
      return List.of(new Planned(point.inBatch(batch), point.inWords()));
    }
    if (passed.isEmpty()) {
      return List.of();
    }
    if (point == CrashPoint.IN_TASK) {
      return tasks(passed);
    }
    int last = passed.stream().mapToInt(CrashAt::number).max().orElse(0);
    Planned first = new Planned(point.inBatch(batch), point.inWords());
    return last == 0
        ? List.of(first)
        : List.of(
            first, new Planned(point.inBatch(batch).number(last), point.inWords() + ", the last"));
  }

  private static List<Planned> tasks(List<CrashAt> tasks) {
    CrashAt largest = tasks.stream().max(Comparator.comparingLong(CrashAt::row)).orElseThrow();
    List<Planned> planned = new ArrayList<>();
    if (largest.row() > 0) {
      planned.add(new Planned(largest.beforeRow(0), "in a task, before its first row"));
    }
    if (largest.row() > 1) {
      planned.add(
          new Planned(largest.beforeRow(largest.row() / 2), "in a task, halfway in its rows"));
    }
    return planned;
  }
}
