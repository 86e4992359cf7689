package dev.weir.property;

import dev.weir.internal.spark.PlanFacts;
import dev.weir.sink.SinkRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.streaming.OutputMode;
import org.jspecify.annotations.Nullable;

/** A job with the rows, the slicings and the output modes that it is verified with. */
final class Verification<T> {
  private final JobRuns<T> runs;
  private final PlanFacts plan;
  private final List<T> rows;
  private final List<OutputMode> modes;
  private final List<Slicing> slicings;
  private final double tolerance;

  private Verification(
      JobRuns<T> runs,
      PlanFacts plan,
      List<T> rows,
      List<OutputMode> modes,
      SlicingOptions options) {
    this.runs = runs;
    this.plan = plan;
    this.rows = rows;
    this.modes = modes;
    this.slicings = options.slicings(rows.size());
    this.tolerance = options.tolerance();
  }

  /** Checked as far as it can be without running the job. */
  static <T> Verification<T> of(JobRuns<T> runs, List<T> rows, SlicingOptions options) {
    if (rows.size() < 2) {
      throw SlicingMessages.tooFewRows(rows.size());
    }
    PlanFacts plan = runs.plan();
    List<OutputMode> modes = options.modes().isEmpty() ? plan.modes() : options.modes();
    if (modes.isEmpty()) {
      throw SlicingMessages.noMode(plan);
    }
    if (modes.contains(OutputMode.Update()) && plan.replacesRows() && runs.keys(plan).isEmpty()) {
      throw SlicingMessages.noKeys();
    }
    return new Verification<>(runs, plan, List.copyOf(rows), modes, options);
  }

  List<OutputMode> modes() {
    return modes;
  }

  List<Slicing> slicings() {
    return slicings;
  }

  double tolerance() {
    return tolerance;
  }

  List<List<T>> cut(Slicing slicing) {
    return slicing.cut(rows);
  }

  Answer of(OutputMode mode, List<List<T>> batches) {
    return runs.of(mode, batches);
  }

  /** The answer in a mode if all rows come at once. */
  SinkRows inOneBatch(OutputMode mode, List<List<T>> batches) {
    return runs.of(mode, List.of(joined(batches))).orThrow();
  }

  SinkRows ofBatch(List<List<T>> batches) {
    return runs.ofBatch(joined(batches)).orThrow();
  }

  /** Why the job does not run over a batch of the rows; null if it does. */
  @Nullable RuntimeException batchFailure() {
    return runs.ofBatch(rows).failure();
  }

  /** The rows of a micro-batch as the job reads them. */
  SinkRows read(List<T> batch) {
    return runs.read(batch);
  }

  private static <T> List<T> joined(List<List<T>> batches) {
    List<T> all = new ArrayList<>();
    batches.forEach(all::addAll);
    return List.copyOf(all);
  }

  /** In which way an answer is not the whole one or, in a mode that emits a part, no part of it. */
  Optional<String> difference(OutputMode mode, Answer own, SinkRows whole) {
    return isPart(mode) ? own.excessOver(whole, tolerance) : own.differenceTo(whole, tolerance);
  }

  /** Whether a mode emits only what a watermark has closed, and the rest later. */
  boolean isPart(OutputMode mode) {
    return OutputMode.Append().equals(mode) && plan.actsOnWatermark();
  }

  /** The mode that the others are compared with, which shows all there is. */
  OutputMode widestMode() {
    return modes.contains(OutputMode.Complete())
        ? OutputMode.Complete()
        : modes.contains(OutputMode.Update()) ? OutputMode.Update() : modes.get(0);
  }
}
