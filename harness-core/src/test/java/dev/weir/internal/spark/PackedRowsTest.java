package dev.weir.internal.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class PackedRowsTest {
  private static final StructType SCHEMA =
      new StructType().add("text", DataTypes.StringType).add("number", DataTypes.LongType);

  private static InternalRow row(String text, long number) {
    return new GenericInternalRow(new Object[] {UTF8String.fromString(text), number});
  }

  @Test
  void rowsComeOutAsTheyWentIn() {
    RowPacker packer = new RowPacker(SCHEMA);
    List<String> in = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      String text = "x".repeat(i % 37);
      packer.add(row(text, i));
      in.add(text + i);
    }
    PackedRows packed = packer.packed();
    List<String> out = new ArrayList<>();
    for (UnsafeRow row : packed) {
      out.add(row.getUTF8String(0).toString() + row.getLong(1));
    }
    assertThat(out).isEqualTo(in);
    assertThat(packed.size()).isEqualTo(1000);
  }

  @Test
  void whatIsPackedDoesNotChangeWithThePacker() {
    RowPacker packer = new RowPacker(SCHEMA);
    PackedRows none = packer.packed();
    packer.add(row("a", 1));
    assertThat(none.size()).isZero();
    assertThat(none.iterator().hasNext()).isFalse();
    assertThat(packer.packed().size()).isEqualTo(1);
  }

  @Test
  void anArrayCannotGrowForEver() {
    assertThat(RowPacker.capacity(100)).isEqualTo(150);
    assertThat(RowPacker.capacity(Integer.MAX_VALUE - 100L)).isEqualTo(Integer.MAX_VALUE - 8);
    assertThatThrownBy(() -> RowPacker.capacity(1L + Integer.MAX_VALUE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "More than 2 GiB of rows in one partition of a batch: add them in several steps."
                + " See docs/errors/batch-too-large.md");
  }
}
