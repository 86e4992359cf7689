package dev.weir.internal.spark;

import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.connector.read.streaming.ContinuousPartitionReader;
import org.apache.spark.sql.connector.read.streaming.PartitionOffset;

/** Reads a {@link MemoryBuffer} for ever: it waits for the next row where there is none. */
final class MemoryContinuousReader implements ContinuousPartitionReader<InternalRow> {
  private final MemoryBuffer buffer;
  private final String reader;
  private Iterator<UnsafeRow> block = Collections.emptyIterator();
  private int nextBlock;
  private long rows;
  private UnsafeRow current;

  MemoryContinuousReader(MemoryContinuousStream.Whole partition) {
    this.buffer = MemoryBuffer.byId(partition.buffer());
    this.reader = partition.reader();
    this.current = new UnsafeRow(buffer.schema().length());
    for (long passed = 0; passed < partition.start(); passed++) {
      next();
    }
  }

  /** Whoever asks for the next row has handed on the one before. */
  @Override
  public boolean next() {
    try {
      while (!block.hasNext()) {
        block = buffer.awaitBlock(reader, nextBlock++, rows).iterator();
      }
    } catch (InterruptedException e) {
      // It is how Spark ends the task, and it asks for the exception as it is.
      throw Sneaky.rethrow(e);
    }
    current = block.next();
    rows++;
    return true;
  }

  @Override
  public InternalRow get() {
    return current;
  }

  @Override
  public PartitionOffset getOffset() {
    return new MemoryContinuousStream.Read(rows);
  }

  @Override
  public void close() {}
}
