package dev.weir.assertion;

import static dev.weir.assertion.Rows.counts;
import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.sink.RowOrder;
import dev.weir.sink.SinkRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_OUT)
class GoldenRowsTest {
  private static final SinkRows ROWS = counts(row("dog", 1L), row("cat", 2L));
  private static final String TITLE =
      "Query 'counts', update mode, batch 1 (watermark none, 1 row in, state 2 rows)\n\n";

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("golden").resolve("counts.txt");
  }

  private GoldenRows golden(String update) {
    return GoldenRows.in(file(), update, name -> null);
  }

  private static String printedBy(Runnable assertion) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertion.run();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aMissingFileFailsAndIsNotWritten() {
    Assertions.assertThat(Texts.failureOf(() -> assertThat(ROWS).matches(golden(null))))
        .hasMessage(
            TITLE
                + "There is no golden file "
                + file()
                + ". If these rows are right, write it: run this test with -Dweir.update=golden,"
                + " read it, and commit it. See docs/errors/golden-file.md\n"
                + """
                The 2 rows that came:
                   word | count
                   dog  | 1
                   cat  | 2\
                """);
    Assertions.assertThat(file()).doesNotExist();
  }

  @Test
  void theSwitchWritesTheFileAndSaysSo() throws IOException {
    Assertions.assertThat(printedBy(() -> assertThat(ROWS).matches(golden("golden"))))
        .isEqualTo(
            "weir: WROTE the golden file "
                + file()
                + " with 2 rows; it was not there before. Read it before you commit it.\n");
    Assertions.assertThat(file())
        .hasContent(
            """
            word | count
            cat  | 2
            dog  | 1
            """);
    assertThat(ROWS).matches(golden(null));
    // What fits is left alone.
    Assertions.assertThat(printedBy(() -> assertThat(ROWS).matches(golden("golden")))).isEmpty();
    Assertions.assertThat(
            printedBy(() -> assertThat(counts(row("cow", 1L))).matches(golden("golden"))))
        .contains(" with 1 row; it was another one before.");
    Assertions.assertThat(Files.readString(file())).isEqualTo("word | count\ncow  | 1\n");
  }

  @Test
  void otherRowsAreShownWithWhatToDo() {
    printedBy(() -> assertThat(ROWS).matches(golden("golden")));
    Assertions.assertThat(
            Texts.failureOf(
                () -> assertThat(counts(row("dog", 1L), row("cat", 3L))).matches(golden(null))))
        .hasMessage(
            TITLE
                + """
                   word | count
                 - cat  | 2      expected
                 + cat  | 3      emitted  <<< count

                1 missing, 1 unexpected, 1 as expected. Compared in any order, columns by position.
                The 2 rows that came:
                   word | count
                   dog  | 1
                   cat  | 3
                """
                + "The golden file is "
                + file()
                + ". If the rows are right now, run this test with -Dweir.update=golden, and look"
                + " at the difference. See docs/errors/golden-file.md");
  }

  @Test
  void otherColumnsAreAFailureToo() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "word | total\ncat | 2\n");
    Assertions.assertThat(Texts.failureOf(() -> assertThat(ROWS).matches(golden(null))))
        .hasMessage(
            TITLE
                + "The golden file "
                + file()
                + " does not fit these rows: The first line of the text table names a column"
                + " 'total', which is not there; the columns are word, count. See"
                + " docs/errors/rows-from-text.md\n"
                + "The golden file is "
                + file()
                + ". If the rows are right now, run this test with -Dweir.update=golden, and look"
                + " at the difference. See docs/errors/golden-file.md");
  }

  @Test
  void theOrderCountsWhereItMeansSomething() {
    SinkRows sorted = Rows.of(Rows.COUNTS, RowOrder.SORTED, row("dog", 1L), row("cat", 2L));
    Assertions.assertThat(GoldenRows.text(sorted)).isEqualTo("word | count\ndog  | 1\ncat  | 2\n");
    printedBy(() -> assertThat(sorted).matches(golden("golden")));
    assertThat(sorted).matches(golden(null));
    Assertions.assertThat(
            Texts.failureOf(
                () ->
                    assertThat(
                            Rows.of(Rows.COUNTS, RowOrder.SORTED, row("cat", 2L), row("dog", 1L)))
                        .matches(golden(null))))
        .hasMessageContaining("The rows are the expected ones, in another order.");
    SinkRows log =
        new SinkRows(
            "log",
            Rows.COUNTS,
            List.of(row("dog", 1L), row("cat", 1L), row("cat", 2L)),
            RowOrder.ACROSS_BATCHES,
            List.of(2, 1),
            List.of());
    Assertions.assertThat(GoldenRows.text(log))
        .isEqualTo("word | count\ncat  | 1\ndog  | 1\ncat  | 2\n");
  }

  @Test
  void aBuildServerWritesNothing() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> GoldenRows.in(file(), "golden", name -> "true"))
        .withMessage(
            "-Dweir.update=golden is set on a build server (the environment variable CI is 'true'),"
                + " where any result would become the right one. Update golden files on your own"
                + " machine, read them, and commit them. See docs/errors/golden-file.md");
    Assertions.assertThat(GoldenRows.in(file(), "golden", name -> "false").isUpdated()).isTrue();
    Assertions.assertThat(GoldenRows.in(file(), null, name -> "true").isUpdated()).isFalse();
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> golden("everything"))
        .withMessage(
            "-Dweir.update knows golden only, but it is 'everything'."
                + " See docs/errors/golden-file.md");
  }

  @Test
  void withoutThePropertyAFileOfTheProjectIsRead() {
    Path project = Path.of("src/test/resources/dev/weir/assertion/golden-counts.txt");
    assertThat(ROWS).matchesGolden(project);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(counts()).matchesGolden(project))
        .withMessageContaining("2 missing, 0 unexpected, 0 as expected.");
  }
}
