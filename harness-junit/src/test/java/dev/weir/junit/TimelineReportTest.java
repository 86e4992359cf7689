package dev.weir.junit;

import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.weir.StreamHarness;
import dev.weir.assertion.WeirAssertions;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Which tests get a page, what the index says of them, and how failures name the page. */
class TimelineReportTest {
  @TempDir private Path folder;

  @ExtendWith(SparkStreamingExtension.class)
  static class ThreeTestCases {
    @Test
    void passes(StreamHarness harness) {
      assertThat(counted(harness).batches()).hasSize(2);
    }

    @Test
    void fails(StreamHarness harness) {
      WeirAssertions.assertThat(counted(harness)).lastBatch().contains(row("cat", 9L));
    }

    @Test
    void means_nothing(StreamHarness harness) {
      harness.start(harness.memoryInput(Encoders.STRING()).toDF(), OutputMode.Append());
    }

    @Test
    void aborts(StreamHarness harness) {
      counted(harness);
      Assumptions.abort("not here");
    }

    private static TestQuery counted(StreamHarness harness) {
      MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
      TestQuery counts =
          harness.start(lines.toDF().groupBy("value").count(), OutputMode.Complete());
      lines.add("cat");
      counts.processAllAvailable();
      lines.add("cat");
      counts.processAllAvailable();
      return counts;
    }
  }

  @ExtendWith(SparkStreamingExtension.class)
  static class TwoInvocationsTestCases {
    @ParameterizedTest
    @ValueSource(strings = {"cat", "dog"})
    void counts(String word, StreamHarness harness) {
      MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add(word);
      TestQuery query = harness.start(words.toDF(), OutputMode.Append());
      query.processAllAvailable();
      WeirAssertions.assertThat(query).table().containsExactly(word);
    }
  }

  private EngineExecutionResults run(String setting) {
    return EngineTestKit.engine("junit-jupiter")
        .configurationParameter("weir.timeline", setting)
        .configurationParameter("weir.timeline.folder", folder.toString())
        .selectors(selectClass(ThreeTestCases.class))
        .execute();
  }

  /** The pages by the names of their tests. */
  private List<String> pages() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("ThreeTestCases."))
          .map(name -> name.replaceAll("-[0-9a-f]{8}\\.html$", ""))
          .sorted()
          .toList();
    }
  }

  @Test
  void aTestThatFailsGetsAPage() throws IOException {
    EngineExecutionResults results = run("failures");
    assertThat(pages()).containsExactly("ThreeTestCases.fails", "ThreeTestCases.means_nothing");
    String index = Files.readString(folder.resolve("index.html"));
    assertThat(index).contains("✗ 2 failed", "4 tests, 6 micro-batches", "– aborted", "✓ passed");
    String failure =
        Kit.failures(results).stream().filter(m -> m.contains("The run of")).findFirst().get();
    String page = failure.substring(failure.lastIndexOf("Timeline: ") + "Timeline: ".length());
    assertThat(Files.readString(Path.of(page)))
        .contains("<h1>ThreeTestCases.fails</h1>", "✗ failed", "1 missing, 0 as expected");
    assertThat(index).contains("<a href=\"" + Path.of(page).getFileName() + "\">");
    assertThat(Kit.reports(results, "weir.timeline")).hasSize(2).contains(page);
  }

  @Test
  void anInvocationIsNamedWithItsMethod() throws IOException {
    EngineTestKit.engine("junit-jupiter")
        .configurationParameter("weir.timeline.folder", folder.toString())
        .selectors(selectClass(TwoInvocationsTestCases.class))
        .execute();
    assertThat(Files.readString(folder.resolve("index.html")))
        .contains("2 tests, 2 micro-batches", "counts(String, StreamHarness) [1] ");
  }

  @Test
  void eachTestGetsAPageIfThatIsWanted() throws IOException {
    run("always");
    assertThat(pages())
        .containsExactly(
            "ThreeTestCases.aborts",
            "ThreeTestCases.fails",
            "ThreeTestCases.means_nothing",
            "ThreeTestCases.passes");
    // The page of an earlier run would be taken for one of this.
    run("failures");
    assertThat(pages()).containsExactly("ThreeTestCases.fails", "ThreeTestCases.means_nothing");
    assertThat(Files.readString(folder.resolve("index.html"))).contains("2 of the last 2 passed");
  }

  @Test
  void nothingIsWrittenIfThatIsWanted() {
    EngineExecutionResults results = run("never");
    assertThat(folder).isEmptyDirectory();
    assertThat(Kit.failures(results)).noneMatch(message -> message.contains("Timeline: "));
  }

  @Test
  void aFolderThatCannotBeWrittenFailsNoTest() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter")
            .configurationParameter("weir.timeline", "always")
            .configurationParameter("weir.timeline.folder", file.toString())
            .selectors(selectClass(ThreeTestCases.class))
            .execute();
    assertThat(results.testEvents().succeeded().count()).isEqualTo(1);
    assertThat(results.testEvents().failed().count()).isEqualTo(2);
  }

  @Test
  void anotherSettingIsRefused() {
    assertThat(Kit.failures(run("sometimes")))
        .contains(
            "-Dweir.timeline is one of [always, failures, never], but here 'sometimes'."
                + " See docs/errors/extension-settings.md");
  }
}
