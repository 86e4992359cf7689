package dev.weir.assertion;

import static dev.weir.assertion.Rows.counts;
import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.sink.RowOrder;
import dev.weir.sink.SinkRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.AssertionFailedError;

/** Each kind of failure, with its whole text in a file of the kind's name. */
class FailureTextTest {
  private static final SinkRows ROWS = counts(row("cat", 2L), row("dog", 1L));
  private static final SinkRows SORTED =
      Rows.of(Rows.COUNTS, RowOrder.SORTED, row("cat", 2L), row("dog", 1L));
  private static final SinkRows LOG =
      new SinkRows(
          "Query 'counts', update mode, change log",
          Rows.COUNTS,
          List.of(row("cat", 1L), row("dog", 1L), row("cat", 2L)),
          RowOrder.ACROSS_BATCHES,
          List.of(2, 1),
          List.of());

  static Stream<Arguments> failures() {
    Predicate<Row> cat = FailureTextTest::isCat;
    return Stream.of(
        failure(
            "wrong-type",
            () -> assertThat(ROWS).containsExactlyInAnyOrder(row("cat", 2), row("dog", 1L))),
        failure("looks-the-same", () -> assertThat(ROWS).contains(row("cat", "2"))),
        failure(
            "missing",
            () ->
                assertThat(ROWS)
                    .containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L), row("cow", 7L))),
        failure("unexpected", () -> assertThat(ROWS).containsExactlyInAnyOrder(row("cat", 2L))),
        failure(
            "repeated",
            () ->
                assertThat(counts(row("cat", 2L), row("cat", 2L)))
                    .containsExactlyInAnyOrder(row("cat", 2L))),
        failure("condition", () -> assertThat(ROWS).containsExactlyInAnyOrder(cat, cat)),
        failure(
            "single-column",
            () ->
                assertThat(of("word", row("cat"), row((Object) null)))
                    .containsExactlyInAnyOrder("cat", "dog")),
        failure("order", () -> assertThat(SORTED).containsExactly(row("dog", 1L), row("cat", 2L))),
        failure(
            "order-of-batches",
            () -> assertThat(LOG).containsExactly(row("cat", 2L), row("dog", 1L), row("cat", 1L))),
        failure("contains", () -> assertThat(ROWS).contains(row("cat", 3L))),
        failure("does-not-contain", () -> assertThat(ROWS).doesNotContain(row("cat", 2L))),
        failure("does-not-contain-condition", () -> assertThat(ROWS).doesNotContain(cat)),
        failure("is-empty", () -> assertThat(ROWS).isEmpty()),
        failure("is-not-empty", () -> assertThat(counts()).isNotEmpty()),
        failure("has-size", () -> assertThat(ROWS).hasSize(3)),
        failure("all-match", () -> assertThat(ROWS).allMatch(cat, "about cats")),
        failure("any-match", () -> assertThat(ROWS).anyMatch(r -> false, "about cows")),
        failure("none-match", () -> assertThat(ROWS).noneMatch(cat, "about cats")),
        failure(
            "permuted",
            () ->
                assertThat(Rows.of(two("a", "b"), RowOrder.NONE, row("x", "y")))
                    .containsExactlyInAnyOrder(row("y", "x"))),
        failure(
            "rounding",
            () ->
                assertThat(
                        Rows.of(
                            new StructType().add("a", StringType).add("b", DoubleType),
                            RowOrder.NONE,
                            row("x", 0.1 + 0.2)))
                    .containsExactlyInAnyOrder(row("x", 0.3))),
        failure("described", () -> assertThat(ROWS).as("after the second batch").isEmpty()),
        failure(
            "control-characters",
            () ->
                assertThat(of("a", row("x\ny\u0000\u202e" + "z".repeat(100))))
                    .containsExactlyInAnyOrder("q")),
        failure(
            "nested",
            () ->
                assertThat(
                        Rows.of(
                            new StructType()
                                .add("a", new StructType().add("s", LongType))
                                .add("b", createArrayType(LongType)),
                            RowOrder.NONE,
                            row(row(1L), List.of(1L, 2L))))
                    .containsExactlyInAnyOrder(row(row(1L), List.of(1L, 3L)))),
        failure(
            "wide",
            () -> assertThat(wide("v400")).containsExactlyInAnyOrder(wide("other").rows().get(0))),
        failure(
            "many", () -> assertThat(many(0)).containsExactlyInAnyOrderElementsOf(many(1).rows())));
  }

  private static boolean isCat(Row row) {
    return row.getString(0).equals("cat");
  }

  private static Arguments failure(String name, Runnable assertion) {
    return Arguments.of(name, assertion);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void theTextIsTheOneInTheFile(String name, Runnable assertion) throws IOException {
    AssertionError error = assertThrows(AssertionError.class, assertion::run);
    Assertions.assertThat(error).as("the assertion has to fail").isNotNull();
    Assertions.assertThat(error.getMessage() + "\n").isEqualTo(golden(name));
  }

  @Test
  void anIdeIsGivenBothSides() {
    AssertionFailedError error =
        assertThrows(
            AssertionFailedError.class,
            () -> assertThat(ROWS).containsExactlyInAnyOrder(row("dog", 1L), row("cat", 3L)));
    Assertions.assertThat(error.getActual().getStringRepresentation())
        .isEqualTo("cat | 2\ndog | 1");
    Assertions.assertThat(error.getExpected().getStringRepresentation())
        .isEqualTo("cat | 3\ndog | 1");
  }

  private static String golden(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            FailureTextTest.class.getResourceAsStream("failures/" + name + ".txt"), name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static SinkRows of(String column, Row... rows) {
    return Rows.of(new StructType().add(column, StringType), RowOrder.NONE, rows);
  }

  private static StructType two(String a, String b) {
    return new StructType().add(a, StringType).add(b, StringType);
  }

  /** One row of 500 columns, of which the 401st may be another. */
  private static SinkRows wide(String cell400) {
    StructType schema = new StructType();
    Object[] cells = new Object[500];
    for (int i = 0; i < cells.length; i++) {
      schema = schema.add("c" + i, StringType);
      cells[i] = i == 400 ? cell400 : "v" + i;
    }
    return Rows.of(schema, RowOrder.NONE, row(cells));
  }

  /** 100,000 rows, of which each thousandth may be off. */
  private static SinkRows many(int off) {
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < 100_000; i++) {
      rows.add(row("w" + i, i % 1000 == 0 ? i + off : i));
    }
    return counts(rows.toArray(Row[]::new));
  }
}
