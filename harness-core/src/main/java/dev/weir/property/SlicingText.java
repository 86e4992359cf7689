package dev.weir.property;

import dev.weir.assertion.FailureText;
import dev.weir.internal.spark.OutputModes;
import dev.weir.sink.SinkRows;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.streaming.OutputMode;

/** What a property of a job does not hold of, in words. */
final class SlicingText {
  private static final String GOOD = "ok";
  private static final String DIFFERENT = "DIFFERENT";
  private static final String FAILED = "FAILED";
  private static final int MOST_BATCHES = 10;

  private SlicingText() {}

  /** Slicings down, output modes across. */
  static <T> String matrix(Property property, Verification<T> job) {
    List<String> names = job.slicings().stream().map(Slicing::toString).toList();
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    text.append(line("", width, job.modes().stream().map(OutputModes::name).toList()));
    for (Slicing slicing : job.slicings()) {
      List<String> cells =
          job.modes().stream().map(mode -> cell(property, job, mode, slicing)).toList();
      text.append(line(slicing.toString(), width, cells));
    }
    return text.toString();
  }

  private static <T> String cell(
      Property property, Verification<T> job, OutputMode mode, Slicing slicing) {
    List<List<T>> batches = job.cut(slicing);
    if (property.difference(job, mode, batches).isEmpty()) {
      return GOOD;
    }
    return job.of(mode, batches).failure() == null ? DIFFERENT : FAILED;
  }

  private static String line(String name, int width, List<String> cells) {
    return (name
                + " ".repeat(width - name.length())
                + cells.stream()
                    .map(cell -> "  " + cell + " ".repeat(DIFFERENT.length() - cell.length()))
                    .collect(Collectors.joining()))
            .stripTrailing()
        + "\n";
  }

  /** Where the property does not hold; empty if it does everywhere. */
  static <T> Optional<String> failure(Property property, Verification<T> job) {
    int bad = 0;
    OutputMode mode = null;
    List<List<T>> first = List.of();
    for (OutputMode each : job.modes()) {
      for (Slicing slicing : job.slicings()) {
        if (property.difference(job, each, job.cut(slicing)).isPresent()) {
          bad++;
          if (mode == null) {
            mode = each;
            first = job.cut(slicing);
          }
        }
      }
    }
    return mode == null ? Optional.empty() : Optional.of(text(property, job, bad, mode, first));
  }

  private static <T> String text(
      Property property, Verification<T> job, int bad, OutputMode mode, List<List<T>> first) {
    List<List<T>> smallest =
        SmallestCase.of(first, batches -> isCase(property, job, mode, batches));
    int all = job.modes().size() * job.slicings().size();
    return "Expecting "
        + property.promise()
        + ", but of "
        + all
        + " runs "
        + bad
        + (bad == 1 ? " gives" : " give")
        + " another one:\n\n"
        + matrix(property, job)
        + "\nThe smallest case that was found, in "
        + OutputModes.name(mode)
        + " mode:\n"
        + batches(smallest.stream().map(job::read).toList())
        + "\n"
        + property.difference(job, mode, smallest).orElse("")
        + "\n\n"
        + property.advice()
        + SlicingMessages.PAGE;
  }

  /** A case that fails for itself, and not since there is nothing to compare it with. */
  private static <T> boolean isCase(
      Property property, Verification<T> job, OutputMode mode, List<List<T>> batches) {
    try {
      return property.difference(job, mode, batches).isPresent();
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** The first micro-batches of a case, each with its first rows. */
  static String batches(List<SinkRows> batches) {
    StringBuilder text = new StringBuilder();
    for (int batch = 0; batch < Math.min(MOST_BATCHES, batches.size()); batch++) {
      text.append("batch " + batch + ":\n").append(FailureText.sample(batches.get(batch)));
    }
    int more = batches.size() - MOST_BATCHES;
    return text + (more > 0 ? "… and " + more + " more micro-batches\n" : "");
  }
}
