package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.streaming.Sink;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;

/**
 * A V1 sink (foreachBatch, files) that runs the job's own sink as it is, over a Dataset whose rows
 * are copied as they are read.
 *
 * <p>The plan is not run an extra time, nor is its result kept and served from memory: a {@code
 * foreachBatch} with two actions runs it twice, as in production, and one that reads nothing of the
 * batch has received nothing. Of several passes over a partition the longest one counts. The
 * Dataset is rebuilt over the copied rows in the way that Spark's {@code ForeachBatchSink} rebuilds
 * it.
 */
final class RecordingSink implements Sink {
  private final Sink sink;
  private final BatchListener listener;
  private final BatchProtocol protocol;

  RecordingSink(Sink sink, BatchListener listener, BatchProtocol protocol) {
    this.sink = sink;
    this.listener = listener;
    this.protocol = protocol;
  }

  @Override
  public void addBatch(long batchId, Dataset<Row> data) {
    protocol.sinkBegins(batchId);
    StructType schema = data.schema();
    CollectionAccumulator<RowTee.Pass> passes = new CollectionAccumulator<>();
    data.sparkSession().sparkContext().register(passes);
    RDD<InternalRow> copied =
        data.queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitionsWithIndex(new RowTee(schema, passes, protocol.id(), batchId), true)
            .rdd();
    protocol.sinkActs();
    sink.addBatch(batchId, SparkLine.current().over(copied, data));
    listener.received(
        batchId, new RecordedRows(longestPasses(passes.value()), schema, reads(passes.value())));
    protocol.sinkEnds(batchId);
  }

  /** The passes over the partition that was read most often. */
  private static int reads(List<RowTee.Pass> passes) {
    Map<Integer, Integer> byPartition = new HashMap<>();
    passes.forEach(pass -> byPartition.merge(pass.partition(), 1, Integer::sum));
    return byPartition.values().stream().max(Integer::compare).orElse(0);
  }

  private static List<PackedRows> longestPasses(List<RowTee.Pass> passes) {
    TreeMap<Integer, PackedRows> byPartition = new TreeMap<>();
    for (RowTee.Pass pass : passes) {
      byPartition.merge(pass.partition(), pass.rows(), (a, b) -> b.size() > a.size() ? b : a);
    }
    return new ArrayList<>(byPartition.values());
  }

  @Override
  public String toString() {
    return sink.toString();
  }
}
