package dev.weir.internal.spark;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.jspecify.annotations.Nullable;

/** Collects rows into {@link PackedRows}. Not thread-safe. */
final class RowPacker {
  private static final int FIRST_CAPACITY = 256;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final StructType schema;
  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int length;
  private int rows;

  /** Made only when a sink is given rows in another format than the binary one. */
  private @Nullable UnsafeProjection toUnsafe;

  RowPacker(StructType schema) {
    this.schema = schema;
  }

  void add(InternalRow row) {
    UnsafeRow unsafe = row instanceof UnsafeRow u ? u : project(row);
    int size = unsafe.getSizeInBytes();
    reserve(PackedRows.HEADER + size);
    Platform.putLong(bytes, Platform.BYTE_ARRAY_OFFSET + length, size);
    unsafe.writeToMemory(bytes, Platform.BYTE_ARRAY_OFFSET + length + PackedRows.HEADER);
    length += PackedRows.HEADER + size;
    rows++;
  }

  PackedRows packed() {
    return new PackedRows(Arrays.copyOf(bytes, length), length, rows, schema.length());
  }

  private UnsafeRow project(InternalRow row) {
    if (toUnsafe == null) {
      toUnsafe = UnsafeProjection.create(schema);
    }
    return toUnsafe.apply(row);
  }

  private void reserve(int more) {
    long needed = (long) length + more;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, capacity(needed));
    }
  }

  /** Half as much again, as far as an array can be. */
  static int capacity(long needed) {
    if (needed > LARGEST_ARRAY) {
      throw new IllegalStateException(
          "More than 2 GiB of rows in one partition of a batch: add them in several steps."
              + " See docs/errors/batch-too-large.md");
    }
    return (int) Math.min(LARGEST_ARRAY, needed + needed / 2);
  }
}
