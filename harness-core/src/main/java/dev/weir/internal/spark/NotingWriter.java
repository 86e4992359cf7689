package dev.weir.internal.spark;

import org.apache.spark.sql.ForeachWriter;
import org.apache.spark.util.CollectionAccumulator;
import org.jspecify.annotations.Nullable;

/** A job's own {@code ForeachWriter}, with notes of what it was called with. */
final class NotingWriter<T> extends ForeachWriter<T> {
  private static final long serialVersionUID = 1L;

  private final ForeachWriter<T> writer;
  private final CollectionAccumulator<ForeachCallFacts> calls;
  private long partition;
  private long batchId;
  private boolean opened;
  private long processed;

  NotingWriter(ForeachWriter<T> writer, CollectionAccumulator<ForeachCallFacts> calls) {
    this.writer = writer;
    this.calls = calls;
  }

  @Override
  public boolean open(long partitionId, long epochId) {
    partition = partitionId;
    batchId = epochId;
    processed = 0;
    opened = writer.open(partitionId, epochId);
    return opened;
  }

  @Override
  public void process(T value) {
    processed++;
    writer.process(value);
  }

  @Override
  public void close(@Nullable Throwable error) {
    calls.add(
        new ForeachCallFacts(
            batchId, partition, opened, processed, error == null ? null : error.toString()));
    writer.close(error);
  }
}
