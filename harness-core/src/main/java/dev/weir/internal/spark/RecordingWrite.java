package dev.weir.internal.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The driver's side of {@link RecordingTable}: takes the copies out of the commit messages. */
final class RecordingWrite implements StreamingWrite {
  private final StreamingWrite write;
  private final StructType schema;
  private final BatchListener listener;
  private final BatchProtocol protocol;

  RecordingWrite(
      StreamingWrite write, StructType schema, BatchListener listener, BatchProtocol protocol) {
    this.write = write;
    this.schema = schema;
    this.listener = listener;
    this.protocol = protocol;
  }

  @Override
  public StreamingDataWriterFactory createStreamingWriterFactory(PhysicalWriteInfo info) {
    protocol.sinkBegins();
    return new RecordingWriterFactory(
        write.createStreamingWriterFactory(info), schema, protocol.id());
  }

  @Override
  public boolean useCommitCoordinator() {
    return write.useCommitCoordinator();
  }

  @Override
  public void commit(long epochId, WriterCommitMessage[] messages) {
    write.commit(epochId, inner(messages));
    List<PackedRows> partitions = new ArrayList<>(messages.length);
    for (WriterCommitMessage message : messages) {
      if (message instanceof RecordedMessage recorded) {
        partitions.add(recorded.rows());
      }
    }
    listener.received(epochId, new RecordedRows(partitions, schema));
    protocol.sinkEnds(epochId);
  }

  @Override
  public void abort(long epochId, WriterCommitMessage[] messages) {
    // A process that is killed aborts nothing.
    if (!protocol.hasCrashed()) {
      write.abort(epochId, inner(messages));
    }
  }

  /** A task that was not committed has no message: Spark passes null for it to abort. */
  private static @Nullable WriterCommitMessage[] inner(WriterCommitMessage[] messages) {
    return Arrays.stream(messages)
        .map(m -> m instanceof RecordedMessage recorded ? recorded.inner() : m)
        .toArray(WriterCommitMessage[]::new);
  }

  /**
   * What a task reports.
   *
   * @param inner the message of the job's own sink, which may be null
   * @param rows the rows that the task wrote
   */
  record RecordedMessage(@Nullable WriterCommitMessage inner, PackedRows rows)
      implements WriterCommitMessage {
    private static final long serialVersionUID = 1L;
  }
}
