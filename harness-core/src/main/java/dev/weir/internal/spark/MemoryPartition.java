package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * Neighbouring blocks that one task reads.
 *
 * <p>Each block is a partition, as in Spark's MemoryStream, so that a batch of several adds is
 * computed in parallel; but no more than {@link #MOST} of them, or a test that adds a thousand
 * single rows would run a thousand tasks.
 */
record MemoryPartition(ArrayList<PackedRows> blocks) implements InputPartition {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 4;

  static List<MemoryPartition> of(List<PackedRows> blocks) {
    int partitions = Math.min(MOST, blocks.size());
    List<MemoryPartition> result = new ArrayList<>(partitions);
    for (int p = 0; p < partitions; p++) {
      int from = (int) ((long) blocks.size() * p / partitions);
      int to = (int) ((long) blocks.size() * (p + 1) / partitions);
      result.add(new MemoryPartition(new ArrayList<>(blocks.subList(from, to))));
    }
    return result;
  }
}
