package dev.weir.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.sink.RowOrder;
import dev.weir.sink.SinkRows;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SlicingTextTest {
  private static final StructType VALUE = new StructType().add("value", DataTypes.StringType);

  private static SinkRows batch(List<Row> rows) {
    return SinkRows.ofOneBatch("The rows", VALUE, rows, RowOrder.NONE, List.of());
  }

  /** What cannot be made smaller is shown in part, and its values with nothing that is hidden. */
  @Test
  void aCaseIsShownAsFarAsItFits() {
    SinkRows wide = batch(List.of(RowFactory.create("\u202e\u0000" + "z".repeat(1_000_000))));
    SinkRows many = batch(Collections.nCopies(12, RowFactory.create("cat")));
    assertThat(SlicingText.batches(List.of(wide, many)))
        .isEqualTo(
            "batch 0:\n   value\n   \\u202e\\u0000"
                + "z".repeat(48)
                + "… (1000012 characters)\nbatch 1:\n   value\n"
                + "   cat\n".repeat(10)
                + "   … and 2 more\n");
  }

  @Test
  void tenMicroBatchesAreShown() {
    SinkRows one = batch(List.of(RowFactory.create("cat")));
    String ten = SlicingText.batches(Collections.nCopies(10, one));
    assertThat(ten).endsWith("batch 9:\n   value\n   cat\n");
    assertThat(SlicingText.batches(Collections.nCopies(12, one)))
        .isEqualTo(ten + "… and 2 more micro-batches\n");
  }
}
