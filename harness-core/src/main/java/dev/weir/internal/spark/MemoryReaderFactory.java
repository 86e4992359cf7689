package dev.weir.internal.spark;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Reads {@link MemoryPartition}s in a task. */
record MemoryReaderFactory(int fields) implements PartitionReaderFactory {
  private static final long serialVersionUID = 1L;

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    List<PackedRows> blocks = ((MemoryPartition) partition).blocks();
    return new PartitionReader<>() {
      private final UnsafeRow none = new UnsafeRow(fields);
      private int nextBlock;
      private Iterator<UnsafeRow> rows = Collections.emptyIterator();
      private UnsafeRow current = none;

      @Override
      public boolean next() {
        while (!rows.hasNext()) {
          if (nextBlock == blocks.size()) {
            return false;
          }
          rows = blocks.get(nextBlock++).iterator();
        }
        current = rows.next();
        return true;
      }

      @Override
      public InternalRow get() {
        return current;
      }

      @Override
      public void close() {}
    };
  }
}
