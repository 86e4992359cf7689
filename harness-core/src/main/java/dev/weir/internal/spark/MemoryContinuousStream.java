package dev.weir.internal.spark;

import java.io.Serializable;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.streaming.ContinuousPartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.ContinuousStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.PartitionOffset;

/**
 * A continuous query's way through a {@link MemoryBuffer}, in one partition, so that the order of
 * the rows is kept.
 */
final class MemoryContinuousStream implements ContinuousStream {
  private final MemoryBuffer buffer;
  private final String reader = UUID.randomUUID().toString();

  private MemoryContinuousStream(MemoryBuffer buffer) {
    this.buffer = buffer;
  }

  /** Its tasks ask the buffer for each row, so they have to be where it is. */
  static MemoryContinuousStream of(MemoryBuffer buffer, SparkContext context) {
    if (!context.isLocal()) {
      throw new IllegalStateException(
          "A continuous query reads a memory input only where its tasks run in the test's JVM, but"
              + " the master is "
              + context.master()
              + ". Use a local master, or micro-batches. See docs/errors/continuous-trigger.md");
    }
    return new MemoryContinuousStream(buffer);
  }

  /** How many rows the running task has handed to Spark. */
  Offset read() {
    return new RowOffset(buffer.rowsReadBy(reader));
  }

  @Override
  public Offset initialOffset() {
    return new RowOffset(0);
  }

  @Override
  public Offset deserializeOffset(String json) {
    return RowOffset.of(json);
  }

  @Override
  public Offset mergeOffsets(PartitionOffset[] offsets) {
    return new RowOffset(((Read) offsets[0]).rows());
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start) {
    buffer.forgetReader(reader);
    return new InputPartition[] {new Whole(buffer.id(), reader, RowOffset.of(start.json()).rows())};
  }

  @Override
  public ContinuousPartitionReaderFactory createContinuousReaderFactory() {
    return partition -> new MemoryContinuousReader((Whole) partition);
  }

  /** Keeps the rows: they may be replayed. */
  @Override
  public void commit(Offset end) {}

  @Override
  public void stop() {
    buffer.forgetReader(reader);
  }

  @Override
  public String toString() {
    return buffer.description();
  }

  /**
   * All rows of a buffer from one on.
   *
   * @param buffer its id
   * @param reader by what the driver knows the task again
   * @param start how many rows are to be passed over
   */
  record Whole(String buffer, String reader, long start) implements InputPartition {
    private static final long serialVersionUID = 1L;
  }

  /**
   * How far a task has come.
   *
   * @param rows how many rows it has read
   */
  record Read(long rows) implements PartitionOffset, Serializable {
    private static final long serialVersionUID = 1L;
  }
}
