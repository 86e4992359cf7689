package dev.weir.internal.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.types.StructType;

/** The executor's side of {@link RecordingTable}: hands rows on and keeps a copy of each. */
final class RecordingWriterFactory implements StreamingDataWriterFactory {
  private static final long serialVersionUID = 1L;

  private final StreamingDataWriterFactory factory;
  private final StructType schema;
  private final String protocolId;

  RecordingWriterFactory(StreamingDataWriterFactory factory, StructType schema, String protocolId) {
    this.factory = factory;
    this.schema = schema;
    this.protocolId = protocolId;
  }

  @Override
  public DataWriter<InternalRow> createWriter(int partitionId, long taskId, long epochId) {
    return new RecordingWriter(
        factory.createWriter(partitionId, taskId, epochId),
        new RowPacker(schema),
        TaskProbe.of(protocolId, epochId, partitionId));
  }
}
