package dev.weir.internal.spark;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * The rows that a sink received for one batch, partition by partition, decoded when they are first
 * looked at: most batches of a long query never are.
 */
public final class RecordedRows extends AbstractList<Row> {
  private final List<PackedRows> partitions;
  private final StructType schema;
  private final int size;
  private final int reads;
  private @Nullable List<Row> decoded;

  RecordedRows(List<PackedRows> partitions, StructType schema) {
    this(partitions, schema, 1);
  }

  RecordedRows(List<PackedRows> partitions, StructType schema, int reads) {
    this.reads = reads;
    this.partitions = List.copyOf(partitions);
    this.schema = schema;
    this.size = partitions.stream().mapToInt(PackedRows::size).sum();
  }

  /** The columns of the rows. */
  public StructType schema() {
    return schema;
  }

  /** How often the sink had the rows computed. */
  public int reads() {
    return reads;
  }

  @Override
  public Row get(int index) {
    return decoded().get(index);
  }

  @Override
  public int size() {
    return size;
  }

  private synchronized List<Row> decoded() {
    if (decoded == null) {
      Function1<Object, Object> toExternal = CatalystTypeConverters.createToScalaConverter(schema);
      List<Row> rows = new ArrayList<>(size);
      for (PackedRows partition : partitions) {
        for (UnsafeRow row : partition) {
          rows.add((Row) toExternal.apply(row));
        }
      }
      decoded = Collections.unmodifiableList(rows);
    }
    return decoded;
  }
}
