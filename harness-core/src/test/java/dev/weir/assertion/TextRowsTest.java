package dev.weir.assertion;

import static dev.weir.assertion.Rows.counts;
import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.jsonLines;
import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.assertion.WeirAssertions.textTable;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createDecimalType;
import static org.apache.spark.sql.types.DataTypes.createMapType;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.sink.RowOrder;
import dev.weir.sink.SinkRows;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_OUT)
class TextRowsTest {
  private static final SinkRows ROWS = counts(row("cat", 2L), row("dog", 1L));

  private static final SinkRows HOSTILE =
      Rows.of(
          new StructType()
              .add("text", StringType)
              .add("a | b", createArrayType(StringType))
              .add("map", createMapType(StringType, DoubleType))
              .add("at", TimestampType)
              .add("on", DateType)
              .add("price", createDecimalType(38, 18))
              .add("bytes", BinaryType),
          RowOrder.NONE,
          row(
              "a | b\n\u202e\\ \"q\"",
              Arrays.asList("null", null, "", "a, b", "[c]", "d: e", "\"", "|"),
              Map.of("a: b", 1.5, "c", Double.NaN),
              Instant.EPOCH,
              LocalDate.EPOCH,
              new BigDecimal("1.500"),
              new byte[] {1, -1}),
          row("null", List.of(), Map.of(), null, null, null, null),
          row(" ", null, null, null, null, null, new byte[0]),
          row("[\"x", null, null, null, null, null, null),
          row("… and 3 more", null, null, null, null, null, null),
          row("x… (7 characters)", null, null, null, null, null, null),
          row("\uD83D\uDC31" + "y".repeat(200), null, null, null, null, null, null));

  @Test
  void expectedRowsMayBeText() {
    RowsInText both =
        textTable(
            """
            count | word
            1     | dog
            2     | cat
            """);
    assertThat(ROWS)
        .containsExactlyInAnyOrder(both)
        .contains(jsonLines("{\"count\": 2, \"word\": \"cat\"}"))
        .doesNotContain(textTable("word | count\ncow | 1"))
        .containsExactlyInAnyOrder(textTable("word | count\ncat | 2"), row("dog", 1L));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () -> assertThat(ROWS).containsExactlyInAnyOrder(textTable("word | count\ncat | 2")))
        .withMessageContaining("0 missing, 1 unexpected, 1 as expected.");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> assertThat(ROWS).contains(textTable("word | count\ncat | two")))
        .withMessage(
            "Line 2 of the text table, column 'count': 'two' is no bigint."
                + " See docs/errors/rows-from-text.md");
  }

  /** What is printed is what is read, whatever is in it. */
  @Test
  void whatIsShownCanBeExpected() {
    String shown = shown(HOSTILE);
    assertThat(HOSTILE)
        .containsExactlyInAnyOrder(textTable(shown.substring(shown.indexOf('\n') + 1)));
  }

  @Test
  void theRowsOfAFailureCanBeExpected() {
    String failure = Texts.failureOf(() -> assertThat(ROWS).contains(row("cow", 1L))).getMessage();
    String table = failure.substring(failure.indexOf("that came:\n") + "that came:\n".length());
    assertThat(ROWS).containsExactlyInAnyOrder(textTable(table));
  }

  @Test
  void rowsAreShownOnTheStandardOutput() {
    Assertions.assertThat(shown(ROWS))
        .isEqualTo(
            """
            Query 'counts', update mode, batch 1 (watermark none, 1 row in, state 2 rows)
               word | count
               cat  | 2
               dog  | 1
            """);
    Assertions.assertThat(shown(counts()))
        .isEqualTo(
            """
            Query 'counts', update mode, batch 1 (watermark none, 1 row in, state 2 rows)
            There were no rows.
            """);
  }

  private static String shown(SinkRows rows) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThat(rows).show();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
