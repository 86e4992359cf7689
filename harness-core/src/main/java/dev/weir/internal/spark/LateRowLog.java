package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * The late rows of one run of a query. Spark counts them and forgets them; {@link LateRowRule} has
 * them brought here.
 */
final class LateRowLog {
  /** By the id of the run, which is all that the planner's thread says of its query. */
  private static final Map<String, LateRowLog> OPEN = new ConcurrentHashMap<>();

  private final String runId;
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  private LateRowLog(String runId) {
    this.runId = runId;
  }

  static LateRowLog open(String runId) {
    LateRowLog log = new LateRowLog(runId);
    OPEN.put(runId, log);
    return log;
  }

  static @Nullable LateRowLog of(@Nullable String runId) {
    return runId == null ? null : OPEN.get(runId);
  }

  void close() {
    OPEN.remove(runId);
  }

  /** Takes note of where the tasks of one batch put what an operator drops of one input. */
  void add(
      long batchId,
      long operatorId,
      int input,
      StructType schema,
      CollectionAccumulator<LateRow> accumulator) {
    entries.add(new Entry(batchId, operatorId, input, schema, accumulator));
  }

  /** The rows so far, by the id of their batch, as far as there are some. */
  Map<Long, List<LateRows>> byBatch() {
    Map<Long, List<LateRows>> byBatch = new HashMap<>();
    for (Entry entry : entries) {
      List<Row> rows = longestPass(entry.accumulator().value());
      if (!rows.isEmpty()) {
        byBatch
            .computeIfAbsent(entry.batchId(), id -> new ArrayList<>())
            .add(new LateRows(entry.operatorId(), entry.input(), entry.schema(), rows));
      }
    }
    return byBatch;
  }

  /** The rows so far, by operator and input, each batch after batch. */
  List<LateRows> rows() {
    Map<List<Long>, LateRows> byInput = new LinkedHashMap<>();
    for (Entry entry : entries) {
      List<Row> rows = longestPass(entry.accumulator().value());
      byInput.merge(
          List.of(entry.operatorId(), (long) entry.input()),
          new LateRows(entry.operatorId(), entry.input(), entry.schema(), rows),
          LateRows::and);
    }
    return byInput.values().stream()
        .sorted(Comparator.comparing(LateRows::operatorId).thenComparing(LateRows::input))
        .toList();
  }

  /** A job that runs two actions on a batch computes it twice, and drops the same rows again. */
  private static List<Row> longestPass(List<LateRow> rows) {
    Map<Integer, List<Row>> passes = new TreeMap<>();
    for (LateRow row : rows) {
      passes.computeIfAbsent(row.stage(), stage -> new ArrayList<>()).add(row.row());
    }
    List<Row> longest = List.of();
    for (List<Row> pass : passes.values()) {
      longest = pass.size() > longest.size() ? pass : longest;
    }
    return longest;
  }

  private record Entry(
      long batchId,
      long operatorId,
      int input,
      StructType schema,
      CollectionAccumulator<LateRow> accumulator) {}
}
