package dev.weir.text;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.ByteType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.ShortType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampNTZType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createDecimalType;
import static org.apache.spark.sql.types.DataTypes.createMapType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.SinceSpark;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RowsFromTextTest {
  private static final StructType COUNTS =
      new StructType().add("word", StringType).add("count", LongType);

  private static Row row(Object... values) {
    return RowFactory.create(values);
  }

  @Test
  void aTableHasItsColumnsByName() {
    assertThat(
            RowsFromText.table(
                COUNTS,
                """

                   count | word
                   2     | cat
                   null  | dog

                """))
        .containsExactly(row("cat", 2L), row("dog", null));
    assertThat(RowsFromText.table(COUNTS, "word | count")).isEmpty();
  }

  @Test
  void textsMayBeInQuotes() {
    StructType words = new StructType().add("word", StringType);
    assertThat(
            RowsFromText.table(
                words,
                """
                word
                "null"
                null
                ""
                " a | b\\n\\u202e\\\\ "
                say "hi"
                "say \\"hi\\""
                [1, "2
                """))
        .containsExactly(
            row("null"),
            row((Object) null),
            row(""),
            row(" a | b\n\u202e\\ "),
            row("say \"hi\""),
            row("say \"hi\""),
            row("[1, \"2"));
  }

  @Test
  void eachTypeHasItsText() {
    StructType schema =
        new StructType()
            .add("bool", BooleanType)
            .add("byte", ByteType)
            .add("short", ShortType)
            .add("int", IntegerType)
            .add("float", FloatType)
            .add("double", DoubleType)
            .add("decimal", createDecimalType(10, 2))
            .add("at", TimestampType)
            .add("on", DateType)
            .add("took", DataTypes.createDayTimeIntervalType());
    assertThat(
            RowsFromText.table(
                schema,
                """
                bool | byte | short | int | float | double | decimal | at                   | on         | took
                true | 1    | 2     | 3   | 0.5   | NaN    | 1E+3    | 2024-02-05T12:10:00Z | 2024-02-05 | PT1M
                """))
        .containsExactly(
            row(
                true,
                (byte) 1,
                (short) 2,
                3,
                0.5f,
                Double.NaN,
                new BigDecimal("1E+3"),
                Instant.parse("2024-02-05T12:10:00Z"),
                LocalDate.parse("2024-02-05"),
                java.time.Duration.ofMinutes(1)));
    Row bytes = RowsFromText.table(new StructType().add("b", BinaryType), "b\n0x01ff").get(0);
    assertThat((byte[]) bytes.get(0)).containsExactly(1, -1);
  }

  @Test
  @SinceSpark(value = "3.4", reason = "there is no TIMESTAMP_NTZ (SPARK-35662)")
  void aLocalTimeHasItsText() {
    StructType schema = new StructType().add("local", TimestampNTZType);
    assertThat(RowsFromText.table(schema, "local\n2024-02-05T12:10"))
        .containsExactly(row(LocalDateTime.parse("2024-02-05T12:10")));
  }

  @Test
  void valuesMayBeNested() {
    StructType schema =
        new StructType()
            .add("list", createArrayType(StringType))
            .add("map", createMapType(StringType, createArrayType(LongType)))
            .add("struct", new StructType().add("a", LongType).add("b", StringType));
    assertThat(
            RowsFromText.table(
                schema,
                """
                list                         | map                | struct
                [a, "b, c", "d | e", null]   | {x: [1, 2], y: []} | [1, "2"]
                []                           | {}                 | null
                """))
        .containsExactly(
            row(
                java.util.Arrays.asList("a", "b, c", "d | e", null),
                Map.of("x", List.of(1L, 2L), "y", List.of()),
                row(1L, "2")),
            row(List.of(), Map.of(), null));
  }

  @Test
  void whatIsNoTableIsRefusedWithItsLine() {
    refused(
        () -> RowsFromText.table(COUNTS, " \n"),
        "There is no line in the text table: the first one has the names of the columns");
    refused(
        () -> RowsFromText.table(COUNTS, "word | total"),
        "The first line of the text table names a column 'total', which is not there; the columns"
            + " are word, count");
    refused(
        () -> RowsFromText.table(COUNTS, "word"),
        "The first line of the text table says nothing of column 'count'; the columns are word,"
            + " count");
    refused(
        () -> RowsFromText.table(COUNTS, "word | count | word"),
        "The first line of the text table names a column twice: [word, count, word]");
    refused(
        () -> RowsFromText.table(COUNTS, "word | count\n\ncat | 2 | 3"),
        "Line 3 of the text table has 3 cells, but there are 2 columns: cat | 2 | 3");
    refused(
        () -> RowsFromText.table(COUNTS, "word | count\ncat | two"),
        "Line 2 of the text table, column 'count': 'two' is no bigint");
    refused(
        () -> RowsFromText.table(COUNTS, "word | count\ncat | 2\n… and 9 more"),
        "Line 3 of the text table stands for more rows, which a failure does not show: show()"
            + " prints them all");
    refused(
        () -> RowsFromText.table(COUNTS, "word | count\nabc… (116 characters) | 2"),
        "Line 2 of the text table, column 'word': 'abc… (116 characters)' is cut short: show()"
            + " prints it in full");
    refused(
        () -> RowsFromText.table(COUNTS, "word | count\n\"cat | 2"),
        "Line 2 of the text table has 1 cell, but there are 2 columns: \"cat | 2");
    refused(
        () -> RowsFromText.table(COUNTS, "word | count\nC:\\dir | 2"),
        "Line 2 of the text table, column 'word': 'C:\\dir' has a backslash that is none: write"
            + " \\\\ for one");
    StructType lists = new StructType().add("l", createArrayType(LongType));
    refused(
        () -> RowsFromText.table(lists, "l\n[1; 2]"),
        "Line 2 of the text table, column 'l': '1; 2' is no bigint");
    refused(
        () -> RowsFromText.table(lists, "l\n[1, 2"),
        "Line 2 of the text table, column 'l': '[1, 2' cannot be read from its character 6 on");
    refused(
        () ->
            RowsFromText.table(
                new StructType().add("s", new StructType().add("a", LongType).add("b", LongType)),
                "s\n[1]"),
        "Line 2 of the text table, column 's': '[1]' has 1 of the 2 fields");
  }

  @Test
  void jsonLinesHaveAllColumns() {
    StructType schema =
        COUNTS
            .add("price", createDecimalType(10, 2))
            .add("ratio", DoubleType)
            .add("at", TimestampType)
            .add("tags", createArrayType(StringType))
            .add("of", createMapType(LongType, BooleanType))
            .add("who", new StructType().add("name", StringType));
    assertThat(
            RowsFromText.jsonLines(
                schema,
                """
                {"word": "cat", "count": 2, "price": 1.50, "ratio": 1, "at": "2024-02-05T12:10:00Z",\
                 "tags": ["a", null], "of": {"7": true}, "who": {"name": "Ann"}}

                {"count": null, "word": null, "price": 3, "ratio": "NaN", "at": null, "tags": [],\
                 "of": {}, "who": null}
                """))
        .containsExactly(
            row(
                "cat",
                2L,
                new BigDecimal("1.50"),
                1.0,
                Instant.parse("2024-02-05T12:10:00Z"),
                java.util.Arrays.asList("a", null),
                Map.of(7L, true),
                row("Ann")),
            row(null, null, new BigDecimal("3"), Double.NaN, null, List.of(), Map.of(), null));
  }

  @Test
  void whatIsNoJsonRowIsRefusedWithItsLine() {
    refused(
        () ->
            RowsFromText.jsonLines(
                COUNTS, "{\"word\": \"cat\", \"count\": 2}\n{\"word\": \"cat\"}"),
        "Line 2 of the JSON lines: it says nothing of column 'count'; the columns are word, count");
    refused(
        () -> RowsFromText.jsonLines(COUNTS, "{\"word\": \"cat\", \"total\": 2}"),
        "Line 1 of the JSON lines: there is no column 'total'; the columns are word, count");
    refused(
        () -> RowsFromText.jsonLines(COUNTS, "{\"word\": \"cat\", \"count\": \"2\"}"),
        "Line 1 of the JSON lines: column 'count': \"2\" is no bigint");
    refused(
        () -> RowsFromText.jsonLines(COUNTS, "{\"word\": 7, \"count\": 2}"),
        "Line 1 of the JSON lines: column 'word': 7 is no string");
    refused(
        () -> RowsFromText.jsonLines(COUNTS, "[1]"),
        "Line 1 of the JSON lines: it is no JSON object: [1]");
    refused(
        () -> RowsFromText.jsonLines(COUNTS, "{\"word\": \"cat\", \"word\": \"dog\"}"),
        "Line 1 of the JSON lines: it is no JSON: Duplicate field 'word'");
    refused(
        () ->
            RowsFromText.jsonLines(
                new StructType().add("who", new StructType().add("name", StringType)),
                "{\"who\": {\"nam\": \"Ann\"}}"),
        "Line 1 of the JSON lines: there is no column 'who.nam'; the columns are who.name");
    refused(
        () ->
            RowsFromText.jsonLines(new StructType().add("at", TimestampType), "{\"at\": \"noon\"}"),
        "Line 1 of the JSON lines: column 'at': 'noon' is no timestamp");
  }

  private static void refused(ThrowingCallable reading, String text) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(reading)
        .withMessage(text + ". See docs/errors/rows-from-text.md");
  }
}
