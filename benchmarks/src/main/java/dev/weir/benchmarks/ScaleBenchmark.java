package dev.weir.benchmarks;

import static dev.weir.assertion.WeirAssertions.assertThat;

import dev.weir.HarnessOptions;
import dev.weir.LocalSpark;
import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.OutputMode;

/**
 * One query with a million keys in its state, one with ten thousand micro-batches, and tests that
 * run two at a time.
 */
final class ScaleBenchmark {
  private static final int KEYS = 1_000_000;
  private static final int BATCHES = 10_000;
  private static final int PARALLEL = 60;
  private static final int REPORT = BATCHES / 10;

  private ScaleBenchmark() {}

  /** Measures. */
  public static void main(String... arguments) throws Exception {
    try (LocalSpark spark = LocalSpark.start()) {
      keys(spark);
      batches(spark);
    }
    for (int round = 0; round < 3; round++) {
      for (int threads = 1; threads <= 2; threads++) {
        atOnce(threads);
      }
    }
    System.exit(0);
  }

  /** Over one context, as test classes that JUnit runs in parallel. */
  private static void atOnce(int threads) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (WeirTests weir = new WeirTests(HarnessOptions.defaults())) {
      Callable<Void> test =
          () -> {
            weir.test(Works.WORD_COUNT);
            return null;
          };
      long start = System.nanoTime();
      for (Future<Void> result : pool.invokeAll(Collections.nCopies(PARALLEL, test))) {
        result.get();
      }
      Figures.print(
          "scale/tests by " + threads + " at once/ms",
          (System.nanoTime() - start) / 1e6 / PARALLEL);
    } finally {
      pool.shutdown();
    }
  }

  private static void keys(LocalSpark spark) {
    try (StreamHarness harness = StreamHarness.over(spark.newSession());
        HeapPeak heap = HeapPeak.start()) {
      MemoryInput<Long> keys = harness.memoryInput(Encoders.LONG());
      TestQuery counts = harness.start(keys.toDF().groupBy("value").count(), OutputMode.Update());
      List<Row> expected = new ArrayList<>();
      LongStream.range(0, KEYS).forEach(key -> expected.add(RowFactory.create(key, 1L)));
      long start = System.nanoTime();
      keys.addAll(LongStream.range(0, KEYS).boxed().toList());
      counts.processAllAvailable();
      assertThat(counts).lastBatch().containsExactlyInAnyOrderElementsOf(expected);
      Figures.print("scale/1000000 keys, first batch/ms", (System.nanoTime() - start) / 1e6);
      start = System.nanoTime();
      keys.add(7L);
      counts.processAllAvailable();
      assertThat(counts).lastBatch().containsExactlyInAnyOrder(RowFactory.create(7L, 2L));
      Figures.print("scale/1000000 keys, one row more/ms", (System.nanoTime() - start) / 1e6);
      Figures.print("scale/1000000 keys/MiB", heap.mebibytes());
    }
  }

  private static void batches(LocalSpark spark) throws IOException {
    try (StreamHarness harness = StreamHarness.over(spark.newSession())) {
      MemoryInput<Long> numbers = harness.memoryInput(Encoders.LONG());
      TestQuery counts =
          harness.start(
              numbers.toDF().selectExpr("value % 10 AS key").groupBy("key").count(),
              OutputMode.Update());
      List<Double> millis = new ArrayList<>();
      for (int batch = 1; batch <= BATCHES; batch++) {
        long start = System.nanoTime();
        numbers.add((long) batch);
        counts.processAllAvailable();
        millis.add((System.nanoTime() - start) / 1e6);
        if (batch % REPORT == 0) {
          Figures.print("scale/batch " + batch + "/ms", Figures.median(millis));
          Figures.print("scale/batch " + batch + "/MiB", HeapPeak.liveMebibytes());
          Figures.print("scale/batch " + batch + "/files", FileCount.in(harness.folder()));
          millis.clear();
        }
      }
      assertThat(counts).changeLog().hasSize(BATCHES);
    }
  }
}
