package dev.weir.assertion;

import dev.weir.sink.RowOrder;
import dev.weir.sink.SinkRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.SoftAssertionsProvider;
import org.assertj.core.api.StandardSoftAssertionsProvider;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on rows.
 *
 * <p>An expected row is a Spark {@link Row} ({@link WeirAssertions#row}), an AssertJ {@code tuple},
 * a map by column name, a Java bean or record by property name, a {@link Predicate} on a row, or,
 * where there is one column, its value; a text table or JSON lines ({@link
 * WeirAssertions#textTable}) stand for their rows. A {@link Dataset} alone stands for all its rows,
 * and then the names and types of the columns are compared too.
 *
 * <p>Whole numbers of different types differ: a count is {@code 2L}, not {@code 2}. Decimals are
 * equal when their numbers are, whatever their scale. {@code NaN} equals {@code NaN}, and {@code
 * 0.0} equals {@code -0.0}, as in Spark's own grouping. A {@code java.sql.Timestamp} and an {@code
 * Instant} of the same moment are equal, and so are a {@code java.sql.Date} and a {@code LocalDate}
 * of the same day.
 */
public class RowsAssert extends AbstractAssert<RowsAssert, SinkRows> {
  private @Nullable TestQueryAssert query;
  private @Nullable SoftAssertionsProvider softly;
  private Runnable asserted = () -> {};
  private Comparison comparison = Comparison.DEFAULT;

  /** Use {@link WeirAssertions#assertThat(SinkRows)}. */
  public RowsAssert(SinkRows actual) {
    super(actual, RowsAssert.class);
  }

  /** Tells where the rows are from, and who wants to know that something is asserted on them. */
  RowsAssert of(TestQueryAssert from, Runnable onAssertion) {
    query = from;
    asserted = onAssertion;
    return this;
  }

  RowsAssert collectedBy(@Nullable SoftAssertionsProvider collector) {
    softly = collector;
    return this;
  }

  /** Matches columns by name, not by position; for expectations that have names. */
  public RowsAssert ignoringColumnOrder() {
    comparison = comparison.withColumnsByName();
    return this;
  }

  /**
   * Lets numbers of type double, float and decimal differ, also inside of structs, arrays and maps.
   *
   * @param distance how far two numbers may be apart, in the unit of the numbers
   */
  public RowsAssert withTolerance(double distance) {
    if (!(distance > 0)) {
      throw new IllegalArgumentException(
          "A tolerance is positive, but this is " + distance + ". See docs/errors/options.md");
    }
    comparison = comparison.withTolerance(distance);
    return this;
  }

  /** With a DataFrame as the expectation, compares also which columns may be null. */
  public RowsAssert withStrictNullability() {
    comparison = comparison.withStrictNullability();
    return this;
  }

  /**
   * Prints the rows on the standard output instead of asserting anything: all of them, with all
   * columns, as a text table that {@link WeirAssertions#textTable} takes. A chain that only prints
   * still lacks its assertion.
   *
   * <pre>{@code
   * assertThat(counts).table("word").show();
   * // Query 'counts', update mode, table by word (watermark none, 1 row in, state 2 rows)
   * //    word | count
   * //    cat  | 2
   * //    dog  | 1
   * }</pre>
   */
  public RowsAssert show() {
    isNotNull();
    System.out.println(FailureText.title(actual));
    System.out.print(
        actual.rows().isEmpty()
            ? "There were no rows.\n"
            : RowTable.of(actual.schema(), actual.rows(), "   "));
    return this;
  }

  /** Back to the query, for its other views. */
  public TestQueryAssert and() {
    if (query == null) {
      throw new IllegalStateException(
          "These rows were given to assertThat() without a query, so there is none to go back to."
              + " See docs/errors/expectation.md");
    }
    return query;
  }

  /**
   * Verifies that the rows are the expected ones, each as often as expected, in any order.
   *
   * <pre>{@code
   * // the rows are ("cat", 2L) and ("dog", 1L)
   * assertThat(query).table("word").containsExactlyInAnyOrder(row("dog", 1L), row("cat", 2L)); // passes
   * assertThat(query).table("word").containsExactlyInAnyOrder(row("cat", 2L));                 // fails
   * }</pre>
   *
   * @throws IllegalArgumentException if an expected row cannot be one: says which and why
   */
  public RowsAssert containsExactlyInAnyOrder(@Nullable Object... expected) {
    List<ExpectedRow> rows = read(expected);
    failIfAny(new RowMatcher(comparison).inAnyOrder(actual.rows(), rows), rows, false);
    return this;
  }

  /**
   * {@link #containsExactlyInAnyOrder(Object...)} for a list.
   *
   * <pre>{@code
   * List<Row> expected = List.of(row("cat", 2L), row("dog", 1L));
   * assertThat(query).table("word").containsExactlyInAnyOrderElementsOf(expected);    // passes
   * assertThat(query).table("word").containsExactlyInAnyOrderElementsOf(List.of());   // fails
   * }</pre>
   */
  public RowsAssert containsExactlyInAnyOrderElementsOf(Iterable<?> expected) {
    return containsExactlyInAnyOrder(toArray(expected));
  }

  /**
   * Verifies that the rows are the expected ones, in the expected order, as far as the order means
   * anything: for a query that sorts its result all rows; over several batches the batches, with
   * the rows of one batch in any order.
   *
   * <pre>{@code
   * // the query sorts by count, descending
   * assertThat(top).table().containsExactly(row("Nurse", 4L), row("Cook", 2L));   // passes
   * assertThat(top).table().containsExactly(row("Cook", 2L), row("Nurse", 4L));   // fails
   * }</pre>
   *
   * @throws IllegalStateException if the order of these rows means nothing: they came in one batch,
   *     and the query does not sort
   */
  public RowsAssert containsExactly(@Nullable Object... expected) {
    List<ExpectedRow> rows = read(expected);
    RowMatcher matcher = new RowMatcher(comparison);
    if (actual.order() == RowOrder.SORTED || actual.rows().size() < 2) {
      failIfAny(matcher.inOrder(actual.rows(), rows), rows, true);
    } else if (actual.order() == RowOrder.ACROSS_BATCHES) {
      failIfAny(matcher.inOrder(actual.rows(), rows, actual.batchSizes()), rows, true);
    } else {
      throw new IllegalStateException(
          "The order of these rows means nothing, so containsExactly would pass or fail by chance: "
              + actual.title()
              + ". Use containsExactlyInAnyOrder, or sort in the query."
              + " See docs/errors/order.md");
    }
    return this;
  }

  /**
   * Verifies that the expected rows are there; others may be, too.
   *
   * <pre>{@code
   * // the rows are ("cat", 2L) and ("dog", 1L)
   * assertThat(query).lastBatch().contains(row("cat", 2L));   // passes
   * assertThat(query).lastBatch().contains(row("cat", 3L));   // fails
   * }</pre>
   */
  public RowsAssert contains(@Nullable Object... expected) {
    List<ExpectedRow> rows = read(expected);
    Differences all = new RowMatcher(comparison).inAnyOrder(actual.rows(), rows);
    if (!all.missing().isEmpty()) {
      throw failed(diff(rows), new FailureText(actual, comparison, false).ofMissing(all, rows));
    }
    return this;
  }

  /**
   * Verifies that none of some rows is there.
   *
   * <pre>{@code
   * // the rows are ("cat", 2L) and ("dog", 1L)
   * assertThat(query).lastBatch().doesNotContain(row("cow", 1L));   // passes
   * assertThat(query).lastBatch().doesNotContain(row("cat", 2L));   // fails
   * }</pre>
   */
  public RowsAssert doesNotContain(@Nullable Object... rejected) {
    for (ExpectedRow row : read(rejected)) {
      Differences differences = new RowMatcher(comparison).inAnyOrder(actual.rows(), List.of(row));
      if (differences.matched() > 0) {
        throw failed(
            FailureText.forDiff(differences.unexpected(), false),
            FailureText.title(actual)
                + "\n\nExpecting no row "
                + (row.condition() == null ? CellText.of(row.cells()) : "that meets the condition")
                + ", but it was there.\n"
                + FailureText.actual(actual).stripTrailing());
      }
    }
    return this;
  }

  /**
   * Verifies that there is no row.
   *
   * <pre>{@code
   * assertThat(query).newRows().isEmpty();   // passes when nothing was emitted since the last look
   * assertThat(query).table().isEmpty();     // fails when the sink has ever received a row
   * }</pre>
   */
  public RowsAssert isEmpty() {
    return hasSize(0);
  }

  /**
   * Verifies that there is a row.
   *
   * <pre>{@code
   * assertThat(query).table().isNotEmpty();     // passes when the sink has received a row
   * assertThat(query).newRows().isNotEmpty();   // fails when none has come since the last look
   * }</pre>
   */
  public RowsAssert isNotEmpty() {
    looked();
    if (actual.rows().isEmpty()) {
      throw failed("rows", FailureText.title(actual) + "\n\nExpecting rows, but there were none.");
    }
    return this;
  }

  /**
   * Verifies how many rows there are.
   *
   * <pre>{@code
   * // the rows are ("cat", 2L) and ("dog", 1L)
   * assertThat(query).lastBatch().hasSize(2);   // passes
   * assertThat(query).lastBatch().hasSize(3);   // fails
   * }</pre>
   */
  public RowsAssert hasSize(int expected) {
    looked();
    if (actual.rows().size() != expected) {
      throw failureWithActualExpected(
          actual.rows().size(),
          expected,
          "%s",
          FailureText.title(actual)
              + "\n\nExpecting "
              + (expected == 0 ? "no rows" : expected + (expected == 1 ? " row" : " rows"))
              + ", but there "
              + switch (actual.rows().size()) {
                case 0 -> "were none.";
                case 1 -> "was 1.\n" + FailureText.actual(actual).stripTrailing();
                default ->
                    "were "
                        + actual.rows().size()
                        + ".\n"
                        + FailureText.actual(actual).stripTrailing();
              });
    }
    return this;
  }

  /**
   * Verifies that every row meets a condition, and that there is a row: of none it says nothing.
   *
   * <pre>{@code
   * // the rows are ("cat", 2L) and ("dog", 1L)
   * assertThat(query).lastBatch().allMatch(r -> r.getLong(1) > 0, "counted");         // passes
   * assertThat(query).lastBatch().allMatch(r -> r.getLong(1) > 1, "counted twice");   // fails
   * }</pre>
   *
   * @param description the condition in words, to follow "to be"
   */
  public RowsAssert allMatch(Predicate<Row> condition, String description) {
    isNotEmpty();
    return matches(condition, description, "every row", rejected -> rejected == 0);
  }

  /**
   * Verifies that some row meets a condition.
   *
   * <pre>{@code
   * // the rows are ("cat", 2L) and ("dog", 1L)
   * assertThat(query).lastBatch().anyMatch(r -> r.getLong(1) > 1, "counted twice");   // passes
   * assertThat(query).lastBatch().anyMatch(r -> r.getLong(1) > 2, "counted often");   // fails
   * }</pre>
   *
   * @param description the condition in words, to follow "to be"
   */
  public RowsAssert anyMatch(Predicate<Row> condition, String description) {
    return matches(condition, description, "some row", rejected -> rejected < actual.rows().size());
  }

  /**
   * Verifies that no row meets a condition. There need not be a row.
   *
   * <pre>{@code
   * // the rows are ("cat", 2L) and ("dog", 1L)
   * assertThat(query).lastBatch().noneMatch(r -> r.getLong(1) > 2, "counted often");   // passes
   * assertThat(query).lastBatch().noneMatch(r -> r.getLong(1) > 1, "counted twice");   // fails
   * }</pre>
   *
   * @param description the condition in words, to follow "to be"
   */
  public RowsAssert noneMatch(Predicate<Row> condition, String description) {
    return matches(condition.negate(), description, "no row", rejected -> rejected == 0);
  }

  private RowsAssert matches(
      Predicate<Row> condition, String description, String who, Predicate<Long> verdict) {
    looked();
    List<Row> rejected = actual.rows().stream().filter(condition.negate()).toList();
    if (!verdict.test((long) rejected.size())) {
      throw failed(
          who + " to be " + description,
          FailureText.title(actual)
              + "\n\nExpecting "
              + who
              + " to be "
              + description
              + ", but "
              + (rejected.isEmpty() ? "there was none" : rejected.size() + " differed")
              + ".\n"
              + FailureText.actual(
                      new SinkRows(
                          actual.title(),
                          actual.schema(),
                          rejected.isEmpty() ? actual.rows() : rejected,
                          RowOrder.NONE,
                          List.of(),
                          List.of()))
                  .stripTrailing());
    }
    return this;
  }

  /**
   * The values of one column, for AssertJ's own assertions.
   *
   * <pre>{@code
   * // the rows are ("cat", 2L) and ("dog", 1L)
   * assertThat(query).lastBatch().column("word").contains("cat");   // passes
   * assertThat(query).lastBatch().column("word").contains("cow");   // fails
   * }</pre>
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public ListAssert<Object> column(String name) {
    looked();
    List<String> columns = Arrays.asList(actual.schema().fieldNames());
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "There is no column '"
              + name
              + "'; the columns are "
              + String.join(", ", columns)
              + NearestName.hint(name, columns)
              + ". See docs/errors/expectation.md");
    }
    List<Object> values = new ArrayList<>(actual.rows().size());
    for (Row row : actual.rows()) {
      values.add(row.get(index));
    }
    ListAssert<Object> result =
        softly instanceof StandardSoftAssertionsProvider standard
            ? standard.assertThat(values)
            : Assertions.assertThat(values);
    return result.as(
        "%s", Navigation.description(info, "column '" + name + "' of " + actual.title()));
  }

  /**
   * Verifies that the rows are those of a text file, in any order unless it means something. The
   * file is a text table, and is written with {@code -Dweir.update=golden} only.
   *
   * <pre>{@code
   * assertThat(query).table("word").matchesGolden(Path.of("src/test/resources/counts.txt"));
   *     // passes if the file has these rows; fails if it has others, or is not there
   * }</pre>
   *
   * @param file from the folder that the test runs in, which with Maven is the module's
   * @throws IllegalStateException if it is to be written on a build server
   */
  public RowsAssert matchesGolden(Path file) {
    return matches(GoldenRows.in(file));
  }

  RowsAssert matches(GoldenRows golden) {
    looked();
    AssertionError failure = difference(golden);
    if (failure != null && golden.isUpdated()) {
      golden.write(actual, System.out);
      failure = difference(golden);
    }
    if (failure != null) {
      throw failure;
    }
    return this;
  }

  private @Nullable AssertionError difference(GoldenRows golden) {
    String text = golden.read().orElse(null);
    if (text == null) {
      return failed(
          "a golden file",
          FailureText.title(actual)
              + "\n\n"
              + golden.missing()
              + '\n'
              + FailureText.actual(actual).stripTrailing());
    }
    List<ExpectedRow> rows;
    try {
      rows = new Expectations(actual.schema(), comparison).read(RowsInText.table(text));
    } catch (IllegalArgumentException e) {
      return failed(
          text,
          FailureText.title(actual) + "\n\n" + golden.unreadable(String.valueOf(e.getMessage())));
    }
    RowMatcher matcher = new RowMatcher(comparison);
    boolean ordered = actual.order() != RowOrder.NONE;
    Differences differences =
        switch (actual.order()) {
          case NONE -> matcher.inAnyOrder(actual.rows(), rows);
          case SORTED -> matcher.inOrder(actual.rows(), rows);
          case ACROSS_BATCHES -> matcher.inOrder(actual.rows(), rows, actual.batchSizes());
        };
    return differences.none()
        ? null
        : differing(differences, rows, ordered, "\n" + golden.advice());
  }

  private List<ExpectedRow> read(@Nullable Object... expected) {
    looked();
    if (expected.length == 1 && expected[0] instanceof Dataset<?> dataset) {
      checkSchema(dataset.schema());
    }
    return new Expectations(actual.schema(), comparison).read(expected);
  }

  private void looked() {
    isNotNull();
    asserted.run();
  }

  private void failIfAny(Differences differences, List<ExpectedRow> expected, boolean ordered) {
    if (differences.none()) {
      return;
    }
    throw differing(differences, expected, ordered, "");
  }

  private AssertionError differing(
      Differences differences, List<ExpectedRow> expected, boolean ordered, String advice) {
    return failureWithActualExpected(
        FailureText.forDiff(actual.rows().stream().limit(1000).map(Cells::of).toList(), ordered),
        FailureText.forDiff(expected.stream().map(ExpectedRow::forDiff).toList(), ordered),
        "%s",
        new FailureText(actual, comparison, ordered).of(differences, expected) + advice);
  }

  private void checkSchema(StructType expected) {
    SchemaCheck check = SchemaCheck.of(expected, actual.schema(), comparison);
    if (!check.agrees()) {
      throw failureWithActualExpected(
          check.actual(),
          check.expected(),
          "%s",
          FailureText.title(actual) + "\n\n" + check.text());
    }
  }

  private static String diff(List<ExpectedRow> rows) {
    return FailureText.forDiff(rows.stream().map(ExpectedRow::forDiff).toList(), false);
  }

  /** With the rows on the actual side. */
  private AssertionError failed(String expected, String text) {
    return failureWithActualExpected(
        FailureText.forDiff(actual.rows().stream().limit(1000).map(Cells::of).toList(), false),
        expected,
        "%s",
        text);
  }

  private static Object[] toArray(Iterable<?> elements) {
    List<Object> list = new ArrayList<>();
    elements.forEach(list::add);
    return list.toArray();
  }
}
