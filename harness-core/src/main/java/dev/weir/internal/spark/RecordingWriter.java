package dev.weir.internal.spark;

import dev.weir.internal.spark.RecordingWrite.RecordedMessage;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** Writes the rows of one task to the job's own writer and packs a copy of them. */
final class RecordingWriter implements DataWriter<InternalRow> {
  private final DataWriter<InternalRow> writer;
  private final RowPacker copies;
  private final TaskProbe probe;

  RecordingWriter(DataWriter<InternalRow> writer, RowPacker copies, TaskProbe probe) {
    this.writer = writer;
    this.copies = copies;
    this.probe = probe;
  }

  @Override
  public void write(InternalRow row) throws IOException {
    probe.row();
    writer.write(row);
    copies.add(row);
  }

  @Override
  public WriterCommitMessage commit() throws IOException {
    probe.end();
    RecordedMessage message = new RecordedMessage(writer.commit(), copies.packed());
    probe.committed();
    return message;
  }

  @Override
  public void abort() throws IOException {
    // A process that is killed aborts nothing.
    if (!probe.hasCrashed()) {
      writer.abort();
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return writer.currentMetricsValues();
  }
}
