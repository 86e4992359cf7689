package dev.weir.benchmarks;

import static dev.weir.assertion.WeirAssertions.assertThat;

import dev.weir.HarnessOptions;
import dev.weir.LocalSpark;
import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Weir, as its extension runs a test: one context, and for each test a session and a harness. */
final class WeirTests implements Contender.Tests {
  private final HarnessOptions options;
  private final LocalSpark spark = LocalSpark.start();

  private final Inputs.@Nullable Source source;

  /** Over Weir's own memory inputs. */
  WeirTests(HarnessOptions options) {
    this.options = options;
    this.source = null;
  }

  /** Over inputs that Weir knows nothing of. */
  WeirTests(HarnessOptions options, Inputs.Source source) {
    this.options = options;
    this.source = source;
  }

  @Override
  public void test(Work work) {
    try (StreamHarness harness = StreamHarness.over(spark.newSession(), options)) {
      test(
          harness,
          work,
          source == null ? memory(harness, work) : source.open(work, harness.spark()));
    }
  }

  static void test(StreamHarness harness, Work work) {
    test(harness, work, memory(harness, work));
  }

  private static void test(StreamHarness harness, Work work, Inputs inputs) {
    TestQuery query = harness.start(inputs.result(), work.mode());
    for (List<List<String>> batch : work.batches()) {
      inputs.add(batch);
      query.processAllAvailable();
    }
    if (work.isComplete()) {
      assertThat(query).lastBatch().containsExactlyInAnyOrderElementsOf(work.expected());
    } else {
      assertThat(query).changeLog().containsExactlyInAnyOrderElementsOf(work.expected());
    }
  }

  private static Inputs memory(StreamHarness harness, Work work) {
    List<MemoryInput<String>> inputs = new ArrayList<>();
    for (int i = 0; i < work.inputs(); i++) {
      inputs.add(harness.memoryInput(Encoders.STRING()));
    }
    return new Inputs() {
      @Override
      public Dataset<Row> result() {
        return work.query().apply(inputs.stream().map(MemoryInput::toDF).toList());
      }

      @Override
      public void add(List<List<String>> batch) {
        for (int i = 0; i < inputs.size(); i++) {
          inputs.get(i).addAll(batch.get(i));
        }
      }
    };
  }

  @Override
  public void close() {
    spark.close();
  }
}
