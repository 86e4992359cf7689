package dev.weir.internal.spark;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;

/**
 * Copies the rows of a partition as a sink pulls them, and sends them to the driver when the task
 * is done. Spark drops what a failed task had accumulated, so a retried task counts once.
 */
final class RowTee implements Function2<Integer, Iterator<InternalRow>, Iterator<InternalRow>> {
  private static final long serialVersionUID = 1L;

  private final StructType schema;
  private final CollectionAccumulator<Pass> passes;
  private final String protocolId;
  private final long batchId;

  RowTee(StructType schema, CollectionAccumulator<Pass> passes, String protocolId, long batchId) {
    this.schema = schema;
    this.passes = passes;
    this.protocolId = protocolId;
    this.batchId = batchId;
  }

  @Override
  public Iterator<InternalRow> call(Integer partition, Iterator<InternalRow> rows) {
    RowPacker copies = new RowPacker(schema);
    TaskProbe probe = TaskProbe.of(protocolId, batchId, partition);
    probe.reads();
    TaskContext.get()
        .addTaskCompletionListener(
            (TaskContext task) -> {
              passes.add(new Pass(partition, copies.packed()));
              probe.end();
            });
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public InternalRow next() {
        InternalRow row = rows.next();
        probe.row();
        copies.add(row);
        return row;
      }
    };
  }

  /** What one task read of one partition. */
  record Pass(int partition, PackedRows rows) implements Serializable {
    private static final long serialVersionUID = 1L;
  }
}
