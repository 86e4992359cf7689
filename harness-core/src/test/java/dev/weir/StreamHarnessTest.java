package dev.weir;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.input.MemoryInput;
import dev.weir.input.SocketInput;
import dev.weir.query.Step;
import dev.weir.query.TestQuery;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithHarness.class)
class StreamHarnessTest {
  private static Dataset<Row> counts(Dataset<Row> lines) {
    return lines.select(explode(split(col("value"), " ")).as("word")).groupBy("word").count();
  }

  @Test
  void rowsAddedBetweenTwoStepsAreOneBatch(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery counts = harness.start(counts(lines.toDF()), OutputMode.Complete());

    lines.add("cat dog");
    lines.add("dog");
    Step step = counts.processAllAvailable();

    assertThat(step.batchIds()).containsExactly(0L);
    assertThat(counts.lastBatch().rows())
        .containsExactlyInAnyOrder(RowFactory.create("cat", 1L), RowFactory.create("dog", 2L));
    assertThat(counts.rowsIn()).isEqualTo(2);

    lines.add("cat");
    counts.processAllAvailable();
    assertThat(counts.table().rows())
        .containsExactlyInAnyOrder(RowFactory.create("cat", 2L), RowFactory.create("dog", 2L));
    assertThat(harness.findings()).isEmpty();
  }

  @Test
  void rowsAddedBeforeTheStartWaitForTheFirstStep(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a").add("b");
    TestQuery counts = harness.start(counts(lines.toDF()), OutputMode.Update());
    lines.add("a");

    assertThat(counts.batches()).isEmpty();
    assertThat(counts.processAllAvailable().batchIds()).containsExactly(0L);
    assertThat(counts.table("word").rows())
        .containsExactlyInAnyOrder(RowFactory.create("a", 2L), RowFactory.create("b", 1L));
  }

  @Test
  void aSocketStepEndsWhenAllLinesAreProcessed(StreamHarness harness) {
    SocketInput socket = harness.socketInput();
    TestQuery counts = harness.start(counts(socket.toDF()), OutputMode.Complete());
    socket.send("cat dog", "cat");
    counts.processAllAvailable();
    socket.send("dog");
    Step step = counts.processAllAvailable();

    assertThat(step.batchIds()).containsExactly(2L);
    assertThat(counts.table().rows())
        .containsExactlyInAnyOrder(RowFactory.create("cat", 2L), RowFactory.create("dog", 2L));
  }

  @Test
  void foreachBatchIsRunAsItIsAndRecorded(StreamHarness harness) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    List<Row> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
    TestQuery counts =
        harness.start(
            counts(lines.toDF())
                .writeStream()
                .outputMode("update")
                .option("checkpointLocation", "/nowhere/at/all")
                .foreachBatch((Dataset<Row> batch, Long id) -> seen.addAll(batch.collectAsList())));
    lines.add("a b");
    counts.processAllAvailable();

    assertThat(seen)
        .containsExactlyInAnyOrder(RowFactory.create("a", 1L), RowFactory.create("b", 1L));
    assertThat(counts.lastBatch().rows()).containsExactlyInAnyOrderElementsOf(seen);
  }
}
