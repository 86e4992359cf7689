package dev.weir.internal.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;

/**
 * Rows in Spark's binary format, one behind the other in one array: cheap to keep by the million
 * and to send between a task and the driver.
 *
 * <p>Each row is preceded by its length in eight bytes, so that rows stay aligned as {@link
 * UnsafeRow} wants them.
 */
final class PackedRows implements Serializable, Iterable<UnsafeRow> {
  private static final long serialVersionUID = 1L;
  static final int HEADER = Long.BYTES;

  private final byte[] bytes;
  private final int length;
  private final int rows;
  private final int fields;

  PackedRows(byte[] bytes, int length, int rows, int fields) {
    this.bytes = bytes;
    this.length = length;
    this.rows = rows;
    this.fields = fields;
  }

  int size() {
    return rows;
  }

  /** The same {@link UnsafeRow} again and again, pointed to the next row. */
  @Override
  public Iterator<UnsafeRow> iterator() {
    UnsafeRow row = new UnsafeRow(fields);
    return new Iterator<>() {
      private int position;

      @Override
      public boolean hasNext() {
        return position < length;
      }

      @Override
      public UnsafeRow next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        int size = (int) Platform.getLong(bytes, Platform.BYTE_ARRAY_OFFSET + position);
        row.pointTo(bytes, Platform.BYTE_ARRAY_OFFSET + position + HEADER, size);
        position += HEADER + size;
        return row;
      }
    };
  }
}
