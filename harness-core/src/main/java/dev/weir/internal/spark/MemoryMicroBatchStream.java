package dev.weir.internal.spark;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;

/** One query's way through a {@link MemoryBuffer}. It has no state: offsets say it all. */
final class MemoryMicroBatchStream implements MicroBatchStream {
  private final MemoryBuffer buffer;

  MemoryMicroBatchStream(MemoryBuffer buffer) {
    this.buffer = buffer;
  }

  @Override
  public Offset initialOffset() {
    return new BlockOffset(0);
  }

  @Override
  public Offset latestOffset() {
    return new BlockOffset(buffer.end());
  }

  @Override
  public Offset deserializeOffset(String json) {
    return BlockOffset.of(json);
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    List<PackedRows> blocks =
        buffer.blocks(((BlockOffset) start).blocks(), ((BlockOffset) end).blocks());
    return MemoryPartition.of(blocks).toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new MemoryReaderFactory(buffer.schema().length());
  }

  /** Keeps the rows: they may be replayed. */
  @Override
  public void commit(Offset end) {}

  @Override
  public void stop() {}

  @Override
  public String toString() {
    return buffer.description();
  }
}
