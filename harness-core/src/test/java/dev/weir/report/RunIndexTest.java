package dev.weir.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.report.TestResult.Outcome;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunIndexTest {
  private static final Instant NOON = Instant.parse("2024-02-05T12:00:00Z");

  @TempDir private Path folder;

  private static TestResult result(String name, Outcome outcome, @Nullable String page) {
    return new TestResult(
        "[class:Foo]/" + name, "com.acme.FooTest", name, outcome, NOON, 1234, 3, page);
  }

  private static TestResult passed(String name) {
    return result(name, Outcome.PASSED, null);
  }

  private String add(String run, TestResult... results) throws Exception {
    return Files.readString(RunIndex.add(folder, run, List.of(results)));
  }

  @Test
  void showsVerdictTimeBatchesAndTheWayToTheTimeline() throws Exception {
    String html =
        add(
            "1",
            passed("a"),
            result("b<i>", Outcome.FAILED, "b.html"),
            result("c", Outcome.ABORTED, null));
    assertThat(html)
        .contains("✗ 1 failed", "3 tests, 9 micro-batches, 3.7 s in tests")
        .contains("2024-02-05 12:00:00 UTC")
        .contains("b&lt;i&gt;", "com.acme.FooTest", "1.2 s")
        .contains("<a href=\"b.html\">")
        .contains("✓ passed", "– aborted")
        .doesNotContain("<i>");
    assertThat(html.indexOf("b&lt;i&gt;")).isLessThan(html.indexOf(">a<"));
    assertThat(html).doesNotContain("not in this run");
  }

  @Test
  void namesWhatIsFlaky() throws Exception {
    add("1", passed("a"), passed("b"));
    add("2", result("a", Outcome.FAILED, null), passed("b"));
    String html = add("3", passed("a"), passed("b"));
    assertThat(html).contains("2 of the last 3 passed", "✓ ✗ ✓", "3 of the last 3 passed");
    assertThat(html.split("flaky</strong>", -1)).hasSize(2);
    assertThat(html).contains("✓ none failed");
  }

  @Test
  void oneChangeIsNotFlakyUnlessItIsInOneRun() throws Exception {
    add("1", passed("broken"), result("mended", Outcome.FAILED, null));
    add("2", passed("broken"), result("mended", Outcome.ABORTED, null));
    String html = add("3", result("broken", Outcome.FAILED, null), passed("mended"));
    assertThat(html).contains("✓ ✓ ✗", "✗ – ✓").doesNotContain("flaky</strong>");
    assertThat(add("4", result("again", Outcome.FAILED, null), passed("again")))
        .contains("flaky</strong>");
  }

  @Test
  void remembersTenResults() throws Exception {
    add("0", result("a", Outcome.FAILED, null));
    String html = "";
    for (int run = 1; run <= 10; run++) {
      html = add("" + run, passed("a"));
    }
    assertThat(html).contains("10 of the last 10 passed").doesNotContain("flaky</strong>");
  }

  @Test
  void keepsApartWhatWasNotInThisRun() throws Exception {
    add("1", passed("old"), passed("kept"));
    String html = add("2", passed("kept"));
    assertThat(html).contains("1 test, 3 micro-batches", "Tests that were not in this run");
    assertThat(html.indexOf(">old<")).isGreaterThan(html.indexOf("not in this run"));
  }

  /** Two JVMs of one run, and two threads of one of them: each part is there in the end. */
  @Test
  void losesNothingOfThoseWhoWriteAtOnce() throws Exception {
    CompletableFuture<?>[] writers = new CompletableFuture<?>[8];
    for (int i = 0; i < writers.length; i++) {
      String name = "writer" + i;
      writers[i] =
          CompletableFuture.runAsync(() -> RunIndex.add(folder, "1", List.of(passed(name))));
    }
    CompletableFuture.allOf(writers).join();
    assertThat(add("1", passed("last"))).contains("9 tests", "writer0", "writer7");
  }

  @Test
  void beginsAnewWhereTheHistoryCannotBeRead() throws Exception {
    for (String broken : List.of("", "{", "{\"tests\":null}", "{\"tests\":{\"a\":{}}}", "[]")) {
      Files.writeString(folder.resolve("history.json"), broken);
      assertThat(add("1", passed("a"))).contains("1 test, 3");
    }
  }

  @Test
  void saysWhatCannotBeWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> RunIndex.add(file, "1", List.of(passed("a"))))
        .withMessage("The index in " + file + " could not be written. See docs/errors/timeline.md");
  }
}
