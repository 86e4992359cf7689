package dev.weir.benchmarks;

import static dev.weir.benchmarks.MemoryStreams.seq;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.streaming.StreamSuite;
import org.apache.spark.sql.streaming.StreamTest.StreamAction;

/**
 * Spark's own StreamTest, as one of Spark's suites has it: 5 shuffle partitions. A suite is needed,
 * since the trait can't be implemented in Java; none of its tests is run.
 */
final class SparkStreamTest implements Contender.Tests {
  private final StreamSuite suite = new StreamSuite();

  SparkStreamTest() {
    suite.beforeAll();
  }

  @Override
  public void test(Work work) {
    MemoryStreams inputs = new MemoryStreams(work, suite.spark());
    List<StreamAction> actions = new ArrayList<>();
    for (List<List<String>> batch : work.batches()) {
      actions.add(add(inputs, batch));
      actions.add(suite.ProcessAllAvailable().apply());
    }
    actions.add(
        work.isComplete()
            ? suite.CheckLastBatch().apply(seq(work.expected()))
            : suite.CheckAnswer().apply(seq(work.expected())));
    suite.testStream(
        inputs.result(),
        work.mode(),
        scala.collection.immutable.Map$.MODULE$.empty(),
        seq(actions));
  }

  private StreamAction add(MemoryStreams inputs, List<List<String>> batch) {
    if (batch.size() == 1) {
      return suite.AddData().apply(inputs.get(0), seq(batch.get(0)));
    }
    return suite.MultiAddData()
        .apply(inputs.get(0), seq(batch.get(0)), inputs.get(1), seq(batch.get(1)));
  }

  @Override
  public void close() {
    suite.afterAll();
  }
}
