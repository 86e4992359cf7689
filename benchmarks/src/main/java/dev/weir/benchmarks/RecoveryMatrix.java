package dev.weir.benchmarks;

import static dev.weir.recovery.Recovery.verifyRecovery;

import dev.weir.LocalSpark;
import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import dev.weir.recovery.JobUnderTest;
import dev.weir.recovery.RecoveryReport;
import dev.weir.recovery.Trial;
import dev.weir.samples.WordCountJob;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;

/**
 * What one crash of the word count's matrix costs, against one run of the same three batches
 * without a crash in a harness of its own. A crash is two starts and three or four batches.
 */
final class RecoveryMatrix {
  private static final int ROUNDS = 5;

  private RecoveryMatrix() {}

  public static void main(String... args) {
    List<Double> cells = new ArrayList<>();
    List<Double> runs = new ArrayList<>();
    List<Double> totals = new ArrayList<>();
    try (LocalSpark spark = LocalSpark.start()) {
      for (int round = 0; round < ROUNDS; round++) {
        try (StreamHarness harness = StreamHarness.over(spark.newSession())) {
          long start = System.nanoTime();
          RecoveryReport report = verifyRecovery(harness, wordCount());
          double millis = millisSince(start);
          totals.add(millis);
          cells.add(millis / (report.cells().size() + 1));
          if (round == 0) {
            System.out.println(report);
          }
        }
        for (int i = 0; i < ROUNDS; i++) {
          long start = System.nanoTime();
          runOnce(spark);
          runs.add(millisSince(start));
        }
        System.out.printf(
            Locale.ROOT,
            "round %d: matrix %.1f s, a cell %.0f ms, a run without a crash %.0f ms%n",
            round + 1,
            totals.get(round) / 1000,
            cells.get(round),
            median(runs));
      }
    }
    System.out.printf(Locale.ROOT, "RESULT recovery_matrix_first_s=%.1f%n", totals.get(0) / 1000);
    System.out.printf(Locale.ROOT, "RESULT recovery_matrix_s=%.1f%n", median(totals) / 1000);
    System.out.printf(Locale.ROOT, "RESULT recovery_cell_ms=%.0f%n", median(cells));
    System.out.printf(
        Locale.ROOT, "RESULT recovery_cell_vs_run=%.2f%n", median(cells) / median(runs));
  }

  private static JobUnderTest wordCount() {
    return (Trial trial) -> {
      MemoryInput<String> lines = trial.memoryInput(Encoders.STRING());
      trial.query(
          WordCountJob.wordCounts(lines.toDF())
              .writeStream()
              .outputMode("complete")
              .format("noop"));
      trial.batch(() -> lines.add("cat dog", "dog"));
      trial.batch(() -> lines.add("cat"));
      trial.batch(() -> lines.add("emu cat"));
    };
  }

  private static void runOnce(LocalSpark spark) {
    try (StreamHarness harness = StreamHarness.over(spark.newSession())) {
      MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
      TestQuery counts =
          harness.start(WordCountJob.wordCounts(lines.toDF()), OutputMode.Complete());
      for (String line : List.of("cat dog", "cat", "emu cat")) {
        lines.add(line);
        counts.processAllAvailable();
      }
    }
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
