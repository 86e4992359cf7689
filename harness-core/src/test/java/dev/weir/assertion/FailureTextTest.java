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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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

  private static final SinkRows DOUBLES =
      Rows.of(
          new StructType().add("name", StringType).add("value", DoubleType),
          RowOrder.NONE,
          row("x", 1.0),
          row("y", 1.05));

  static Stream<Arguments> failures() {
    Predicate<Row> cat = FailureTextTest::isCat;
    return Stream.of(
        failure(
            "wrong-type",
            as -> assertThat(ROWS).as(as).containsExactlyInAnyOrder(row("cat", 2), row("dog", 1L))),
        failure("looks-the-same", as -> assertThat(ROWS).as(as).contains(row("cat", "2"))),
        failure(
            "missing",
            as ->
                assertThat(ROWS)
                    .as(as)
                    .containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L), row("cow", 7L))),
        failure(
            "unexpected", as -> assertThat(ROWS).as(as).containsExactlyInAnyOrder(row("cat", 2L))),
        failure(
            "repeated",
            as ->
                assertThat(counts(row("cat", 2L), row("cat", 2L)))
                    .as(as)
                    .containsExactlyInAnyOrder(row("cat", 2L))),
        failure("condition", as -> assertThat(ROWS).as(as).containsExactlyInAnyOrder(cat, cat)),
        failure(
            "single-column",
            as ->
                assertThat(of("word", row("cat"), row((Object) null)))
                    .as(as)
                    .containsExactlyInAnyOrder("cat", "dog")),
        failure(
            "order",
            as -> assertThat(SORTED).as(as).containsExactly(row("dog", 1L), row("cat", 2L))),
        failure(
            "order-of-batches",
            as ->
                assertThat(LOG)
                    .as(as)
                    .containsExactly(row("cat", 2L), row("dog", 1L), row("cat", 1L))),
        failure("contains", as -> assertThat(ROWS).as(as).contains(row("cat", 3L))),
        failure("does-not-contain", as -> assertThat(ROWS).as(as).doesNotContain(row("cat", 2L))),
        failure("does-not-contain-condition", as -> assertThat(ROWS).as(as).doesNotContain(cat)),
        failure("is-empty", as -> assertThat(ROWS).as(as).isEmpty()),
        failure("is-not-empty", as -> assertThat(counts()).as(as).isNotEmpty()),
        failure("has-size", as -> assertThat(ROWS).as(as).hasSize(3)),
        failure("all-match", as -> assertThat(ROWS).as(as).allMatch(cat, "about cats")),
        failure("any-match", as -> assertThat(ROWS).as(as).anyMatch(r -> false, "about cows")),
        failure("none-match", as -> assertThat(ROWS).as(as).noneMatch(cat, "about cats")),
        failure(
            "permuted",
            as ->
                assertThat(Rows.of(two("a", "b"), RowOrder.NONE, row("x", "y")))
                    .as(as)
                    .containsExactlyInAnyOrder(row("y", "x"))),
        failure(
            "rounding",
            as ->
                assertThat(
                        Rows.of(
                            new StructType().add("a", StringType).add("b", DoubleType),
                            RowOrder.NONE,
                            row("x", 0.1 + 0.2)))
                    .as(as)
                    .containsExactlyInAnyOrder(row("x", 0.3))),
        failure(
            "control-characters",
            as ->
                assertThat(of("a", row("x\ny\u0000\u202e" + "z".repeat(100))))
                    .as(as)
                    .containsExactlyInAnyOrder("q")),
        failure(
            "nested",
            as ->
                assertThat(
                        Rows.of(
                            new StructType()
                                .add("a", new StructType().add("s", LongType))
                                .add("b", createArrayType(LongType)),
                            RowOrder.NONE,
                            row(row(1L), List.of(1L, 2L))))
                    .as(as)
                    .containsExactlyInAnyOrder(row(row(1L), List.of(1L, 3L)))),
        failure(
            "same-key",
            as ->
                assertThat(
                        counts(row("cat", 2L), row("dog", 1L), row("cow", 7L))
                            .withKeys(List.of("word")))
                    .as(as)
                    .containsExactlyInAnyOrder(row("dog", 2L), row("cow", 1L), row("owl", 7L))),
        failure(
            "in-order-missing",
            as -> assertThat(SORTED).as(as).containsExactly(row("cat", 2L), row("dog", 2L))),
        failure(
            "contains-nothing-near",
            as -> assertThat(ROWS).as(as).contains(row("cow", 7L), row("cat", 2L))),
        failure("has-size-of-none", as -> assertThat(counts()).as(as).hasSize(1)),
        failure("all-match-of-none", as -> assertThat(counts()).as(as).allMatch(cat, "cats")),
        failure(
            "tolerance",
            as ->
                assertThat(DOUBLES)
                    .as(as)
                    .withTolerance(0.1)
                    .containsExactlyInAnyOrder(row("x", 0.5), row("y", 1.0))),
        failure(
            "columns-by-name",
            as ->
                assertThat(ROWS)
                    .as(as)
                    .ignoringColumnOrder()
                    .contains(Map.of("count", 3L, "word", "cat"))),
        failure(
            "null-beside-a-text",
            as -> assertThat(of("word", row((Object) null))).as(as).contains("null")),
        failure(
            "wide",
            as ->
                assertThat(wide("v400"))
                    .as(as)
                    .containsExactlyInAnyOrder(wide("other").rows().get(0))),
        failure(
            "many",
            as -> assertThat(many(0)).as(as).containsExactlyInAnyOrderElementsOf(many(1).rows())));
  }

  private static boolean isCat(Row row) {
    return row.getString(0).equals("cat");
  }

  private static Arguments failure(String name, Consumer<String> assertion) {
    return Arguments.of(name, assertion);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void theTextIsTheOneInTheFile(String name, Consumer<String> assertion) throws IOException {
    AssertionFailedError error = Texts.failureOf(() -> assertion.accept(""));
    Assertions.assertThat(error.getMessage() + "\n").isEqualTo(Texts.golden(name));
    // An IDE shows a diff where there are two sides that differ.
    Assertions.assertThat(error.isActualDefined() && error.isExpectedDefined()).isTrue();
    Assertions.assertThat(error.getActual()).isNotEqualTo(error.getExpected());
    AssertionFailedError described =
        Texts.failureOf(() -> assertion.accept("after the second batch"));
    Assertions.assertThat(described.getMessage())
        .isEqualTo("[after the second batch] " + error.getMessage());
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
