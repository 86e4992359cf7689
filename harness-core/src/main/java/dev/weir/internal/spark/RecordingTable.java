package dev.weir.internal.spark;

import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * A data source V2 sink that hands every row on to the job's own sink and keeps a copy. The copies
 * travel with the commit messages of the tasks, so what is recorded is what the sink's own writers
 * were given, once, by the attempt that was committed.
 */
final class RecordingTable implements SupportsWrite {
  private final SupportsWrite sink;
  private final BatchListener listener;
  private final BatchProtocol protocol;

  RecordingTable(SupportsWrite sink, BatchListener listener, BatchProtocol protocol) {
    this.sink = sink;
    this.listener = listener;
    this.protocol = protocol;
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return recording(sink.newWriteBuilder(info), info.schema());
  }

  /** Truncating (complete mode) gives a builder again, so this goes on until a Write comes out. */
  private WriteBuilder recording(WriteBuilder builder, StructType schema) {
    return Decorator.of(
        WriteBuilder.class,
        builder,
        result -> {
          if (result instanceof Write write) {
            return recording(write, schema);
          }
          return result instanceof WriteBuilder next ? recording(next, schema) : result;
        });
  }

  private Write recording(Write write, StructType schema) {
    return Decorator.of(
        Write.class,
        write,
        result ->
            result instanceof org.apache.spark.sql.connector.write.streaming.StreamingWrite stream
                ? new RecordingWrite(stream, schema, listener, protocol)
                : result);
  }

  @Override
  public String name() {
    return sink.name();
  }

  /** Deprecated in Spark in favour of columns(), but what a table must still answer in 3.5. */
  @Override
  @SuppressWarnings("deprecation")
  public StructType schema() {
    return ((Table) sink).schema();
  }

  @Override
  public Transform[] partitioning() {
    return sink.partitioning();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return sink.capabilities();
  }

  /** Spark shows it as the sink's description in the progress. */
  @Override
  public String toString() {
    return sink.toString();
  }
}
