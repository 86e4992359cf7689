package dev.weir.assertion;

import static dev.weir.assertion.Rows.counts;
import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createDecimalType;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.sink.RowOrder;
import dev.weir.sink.SinkRows;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class RowsAssertTest {
  private static final SinkRows CAT_AND_DOG = counts(row("cat", 2L), row("dog", 1L));

  private static void fails(ThrowingCallable assertion, String part) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(assertion)
        .withMessageContaining(part);
  }

  private static void isRefused(ThrowingCallable assertion, String text) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(assertion)
        .withMessage(text + ". See docs/errors/expectation.md");
  }

  record WordCount(String word, long count) {}

  /** A bean, for which Spark's count is a property. */
  public static final class WordCountBean {
    private final String word;
    private final long count;

    WordCountBean(String word, long count) {
      this.word = word;
      this.count = count;
    }

    public String getWord() {
      return word;
    }

    public long getCount() {
      return count;
    }
  }

  private static List<Object> shapesOf(String word, long count) {
    Predicate<Row> condition = r -> r.getString(0).equals(word) && r.getLong(1) == count;
    return List.of(
        row(word, count),
        tuple(word, count),
        Map.of("word", word, "count", count),
        new WordCount(word, count),
        new WordCountBean(word, count),
        condition);
  }

  @Test
  void aRowMayBeExpectedInManyShapes() {
    for (Object shape : shapesOf("cat", 2)) {
      assertThat(CAT_AND_DOG).containsExactlyInAnyOrder(row("dog", 1L), shape);
    }
    for (Object shape : shapesOf("cat", 3)) {
      fails(
          () -> assertThat(CAT_AND_DOG).containsExactlyInAnyOrder(row("dog", 1L), shape),
          "1 missing, 1 unexpected, 1 as expected.");
    }
  }

  @Test
  void conditionsAreGivenRowsSoThatAllAreMet() {
    Predicate<Row> any = r -> true;
    Predicate<Row> cat = r -> r.getString(0).equals("cat");
    // The first condition may take the only row that meets the second, and has to give it back.
    assertThat(CAT_AND_DOG).containsExactlyInAnyOrder(any, cat);
    fails(() -> assertThat(CAT_AND_DOG).containsExactlyInAnyOrder(cat, cat), "1 missing");
  }

  @Test
  void orderMeansWhatTheQueryMakesOfIt() {
    SinkRows sorted = Rows.of(Rows.COUNTS, RowOrder.SORTED, row("cat", 2L), row("dog", 1L));
    assertThat(sorted).containsExactly(row("cat", 2L), row("dog", 1L));
    fails(
        () -> assertThat(sorted).containsExactly(row("dog", 1L), row("cat", 2L)),
        "in another order");

    SinkRows log =
        new SinkRows(
            "log",
            Rows.COUNTS,
            List.of(row("cat", 1L), row("dog", 1L), row("cat", 2L)),
            RowOrder.ACROSS_BATCHES,
            List.of(2, 1),
            List.of());
    assertThat(log).containsExactly(row("dog", 1L), row("cat", 1L), row("cat", 2L));
    fails(
        () -> assertThat(log).containsExactly(row("cat", 2L), row("dog", 1L), row("cat", 1L)),
        "in another order");

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> assertThat(CAT_AND_DOG).containsExactly(row("cat", 2L), row("dog", 1L)))
        .withMessage(
            "The order of these rows means nothing, so containsExactly would pass or fail by chance:"
                + " Query 'counts', update mode, batch 1. Use containsExactlyInAnyOrder, or sort in"
                + " the query. See docs/errors/order.md");
  }

  @Test
  void columnsMayBeMatchedByName() {
    StructType swapped =
        new StructType()
            .add("count", Rows.COUNTS.apply("count").dataType())
            .add("word", StringType);
    SinkRows rows = Rows.of(swapped, RowOrder.NONE, row(2L, "cat"));
    assertThat(rows).ignoringColumnOrder().containsExactlyInAnyOrder(new WordCount("cat", 2));
    fails(
        () ->
            assertThat(rows)
                .ignoringColumnOrder()
                .containsExactlyInAnyOrder(new WordCount("cat", 3)),
        "columns by name");
    isRefused(
        () -> assertThat(rows).ignoringColumnOrder().contains(row(2L, "cat")),
        "Expected row 0 is a row without column names, but ignoringColumnOrder() matches columns by"
            + " name: expect maps, beans or a DataFrame");
  }

  @Test
  void numbersMayBeNearlyEqual() {
    SinkRows rows =
        Rows.of(
            new StructType().add("a", StringType).add("b", DoubleType),
            RowOrder.NONE,
            row("x", 1.05),
            row("x", 0.95),
            row("y", 1.0));
    assertThat(rows)
        .withTolerance(0.1)
        .containsExactlyInAnyOrder(row("x", 1.0), row("x", 1.0), row("y", 1.0));
    fails(
        () ->
            assertThat(rows)
                .withTolerance(0.01)
                .containsExactlyInAnyOrder(row("x", 1.0), row("x", 1.0), row("y", 1.0)),
        "numbers within 0.01");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> assertThat(rows).withTolerance(0))
        .withMessage("A tolerance is positive, but this is 0.0. See docs/errors/options.md");
  }

  @Test
  void valuesOfTheSameMeaningAreEqual() {
    SinkRows rows =
        Rows.of(
            new StructType()
                .add("at", TimestampType)
                .add("on", DateType)
                .add("price", createDecimalType(38, 18))
                .add("bytes", BinaryType)
                .add("nan", DoubleType),
            RowOrder.NONE,
            row(
                Timestamp.from(Instant.EPOCH),
                Date.valueOf("2024-02-05"),
                new BigDecimal("1.500000"),
                new byte[] {1, 2},
                Double.NaN));
    assertThat(rows)
        .containsExactlyInAnyOrder(
            row(
                Instant.EPOCH,
                LocalDate.of(2024, 2, 5),
                new BigDecimal("1.5"),
                new byte[] {1, 2},
                Double.NaN));
    fails(
        () ->
            assertThat(rows)
                .containsExactlyInAnyOrder(
                    row(
                        Instant.EPOCH,
                        LocalDate.of(2024, 2, 5),
                        new BigDecimal("1.5"),
                        new byte[] {1, 3},
                        Double.NaN)),
        "<<< bytes");
  }

  @Test
  void whatCannotBeARowIsRefused() {
    isRefused(
        () -> assertThat(CAT_AND_DOG).contains(row("cat")),
        "Expected row 0 has 1 value, but a row has 2 columns (word, count)");
    isRefused(
        () -> assertThat(CAT_AND_DOG).contains(Map.of("Word", "cat", "count", 1L)),
        "Expected row 0 (a map) names a column 'Word', which is not there; the columns are word,"
            + " count; perhaps 'word' was meant");
    isRefused(
        () -> assertThat(CAT_AND_DOG).contains(row("cat", 1L), Map.of("word", "cat")),
        "Expected row 1 (a map) says nothing of column 'count'; the columns are word, count");
    isRefused(
        () -> assertThat(CAT_AND_DOG).contains((Object) null),
        "Expected row 0 is null. For a row with a null value write row((Object) null)");
    isRefused(
        () -> assertThat(CAT_AND_DOG).contains("cat"),
        "Expected row 0 is cat (String), a single value, but a row has 2 columns (word, count):"
            + " write row(...)");
    isRefused(
        () -> assertThat(CAT_AND_DOG).contains(new Object() {}),
        "Expected row 0 is a dev.weir.assertion.RowsAssertTest$1, which has no properties. A row is"
            + " expected as row(...), tuple(...), a map, a bean, a record or a Predicate<Row>");
    isRefused(
        () -> assertThat(CAT_AND_DOG).column("Count"),
        "There is no column 'Count'; the columns are word, count; perhaps 'count' was meant");
  }

  @Test
  void aColumnIsGivenToAssertJ() {
    assertThat(CAT_AND_DOG).column("word").containsExactlyInAnyOrder("cat", "dog");
    fails(
        () -> assertThat(CAT_AND_DOG).column("word").contains("cow"),
        "[column 'word' of Query 'counts', update mode, batch 1]");
  }

  @Test
  void aMissingRowStandsOnTheExpectedSideOfAnIdesDiff() {
    AssertionFailedError failure =
        assertThrows(
            AssertionFailedError.class, () -> assertThat(CAT_AND_DOG).contains(row("cow", 1L)));
    org.assertj.core.api.Assertions.assertThat(failure.getExpected().getStringRepresentation())
        .isEqualTo("cow | 1");
    org.assertj.core.api.Assertions.assertThat(failure.getActual().getStringRepresentation())
        .isEqualTo("cat | 2\ndog | 1");
  }

  @Test
  void softAssertionsCollectFailures() {
    SoftAssertions softly = new SoftAssertions();
    softly.check(() -> assertThat(CAT_AND_DOG).isEmpty());
    softly.check(() -> assertThat(CAT_AND_DOG).hasSize(3));
    fails(softly::assertAll, "Multiple Failures (2 failures)");
  }

  @Test
  void rowsWithoutAQueryHaveNoWayBack() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> assertThat(CAT_AND_DOG).hasSize(2).and())
        .withMessage(
            "These rows were given to assertThat() without a query, so there is none to go back to."
                + " See docs/errors/expectation.md");
  }

  @Test
  void ofNoRowsNothingIsSaid() {
    assertThat(counts()).noneMatch(r -> true, "there");
    fails(
        () -> assertThat(counts()).allMatch(r -> true, "counted"),
        "Expecting rows, but there were none.");
  }

  @Test
  void theOtherAssertionsPassToo() {
    assertThat(CAT_AND_DOG)
        .hasSize(2)
        .isNotEmpty()
        .contains(row("cat", 2L))
        .doesNotContain(row("cow", 1L))
        .allMatch(r -> r.getLong(1) > 0, "counted")
        .anyMatch(r -> r.getLong(1) == 2, "counted twice")
        .noneMatch(r -> r.getLong(1) > 2, "counted often");
    assertThat(counts()).isEmpty();
  }
}
