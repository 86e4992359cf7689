package dev.weir.internal.spark;

import java.util.EnumSet;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.ContinuousStream;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A memory input as a table that can be read micro-batch by micro-batch. */
final class MemoryTable implements SupportsRead {
  private final MemoryBuffer buffer;

  MemoryTable(MemoryBuffer buffer) {
    this.buffer = buffer;
  }

  @Override
  public String name() {
    return buffer.description();
  }

  /** Deprecated in Spark in favour of columns(), but what a table must still answer in 3.5. */
  @Override
  @SuppressWarnings("deprecation")
  public StructType schema() {
    return buffer.schema();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(TableCapability.MICRO_BATCH_READ, TableCapability.CONTINUOUS_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return () ->
        new Scan() {
          @Override
          public StructType readSchema() {
            return buffer.schema();
          }

          @Override
          public String description() {
            return buffer.description();
          }

          @Override
          public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
            return new MemoryMicroBatchStream(buffer);
          }

          @Override
          public ContinuousStream toContinuousStream(String checkpointLocation) {
            return MemoryContinuousStream.of(buffer, SparkSession.active().sparkContext());
          }
        };
  }
}
