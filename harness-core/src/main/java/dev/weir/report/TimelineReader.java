package dev.weir.report;

import dev.weir.input.StreamInput;
import dev.weir.query.QueryRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the timeline of what the queries of a harness have noted. Those of one name are one query
 * and its restarts.
 */
final class TimelineReader {
  private final List<StreamInput> inputs;
  private final int rowsOfInputs;

  TimelineReader(List<StreamInput> inputs, int rowsOfInputs) {
    this.inputs = inputs;
    this.rowsOfInputs = rowsOfInputs;
  }

  List<QueryTimeline> read(List<QueryRun> runs) {
    Map<String, List<QueryRun>> byName = new LinkedHashMap<>();
    for (QueryRun run : runs) {
      byName.computeIfAbsent(run.name(), name -> new ArrayList<>()).add(run);
    }
    return byName.values().stream().map(this::ofOne).toList();
  }

  private QueryTimeline ofOne(List<QueryRun> runs) {
    List<Moment> moments = new ArrayList<>();
    Set<Long> received = new HashSet<>();
    for (int i = 0; i < runs.size(); i++) {
      QueryRun run = runs.get(i);
      if (i > 0) {
        moments.add(new Moment.Restart(mode(run) + " mode, " + run.request().triggerInWords()));
      }
      moments.addAll(new RunReader(run, inputs, rowsOfInputs, received).moments());
      run.batches().forEach(batch -> received.add(batch.batchId()));
    }
    QueryRun last = runs.get(runs.size() - 1);
    List<String> columns = List.of(last.request().schema().fieldNames());
    boolean asked = columns.containsAll(last.keys()) && !last.keys().isEmpty();
    return new QueryTimeline(
        last.name(),
        mode(last),
        sink(last.request().sink()),
        last.request().triggerInWords(),
        columns,
        asked ? last.keys() : columns.stream().limit(1).toList(),
        asked,
        last.operators(),
        names(moments),
        moments);
  }

  static String mode(QueryRun run) {
    return run.request().outputMode().toString().toLowerCase(java.util.Locale.ROOT);
  }

  /** A table that has no text of its own is known by its class: {@code NoopTable}. */
  private static String sink(String text) {
    return text.replaceFirst("^[\\w.$]*?(\\w+)\\$?@[0-9a-f]+$", "$1");
  }

  private static List<String> names(List<Moment> moments) {
    return moments.stream()
        .filter(Moment.Batch.class::isInstance)
        .flatMap(moment -> ((Moment.Batch) moment).inputs().stream())
        .map(Moment.InputRows::input)
        .distinct()
        .toList();
  }
}
