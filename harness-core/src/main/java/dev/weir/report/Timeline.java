package dev.weir.report;

import dev.weir.input.StreamInput;
import dev.weir.query.QueryRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a test, query by query and batch by batch, to look at: as one HTML page that
 * needs nothing beside it, or as text. Immutable; it shows the moment at which it was made.
 *
 * <pre>{@code
 * harness.timeline().writeTo(Path.of("target", "counts.html"));
 * System.out.println(harness.timeline());
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class Timeline {
  private static final int ROWS_OF_INPUTS = 1000;
  private static final int MOMENTS_IN_TEXT = 200;
  private static final int MOMENTS_IN_MESSAGE = 8;

  private final String test;
  private final @Nullable String failure;
  private final List<QueryTimeline> queries;

  private Timeline(String test, @Nullable String failure, List<QueryTimeline> queries) {
    this.test = test;
    this.failure = failure;
    this.queries = List.copyOf(queries);
  }

  /** Made by the harness, of what its queries have noted and its inputs still hold. */
  public static Timeline of(List<QueryRun> runs, List<StreamInput> inputs) {
    return new Timeline("A run", null, new TimelineReader(inputs, ROWS_OF_INPUTS).read(runs));
  }

  static Timeline ofQueries(List<QueryTimeline> queries) {
    return new Timeline("A run", null, queries);
  }

  /**
   * The run of one query in a few lines, for the end of a failure.
   *
   * @param runs the query and those that it has been restarted from
   * @return lines, each with its end; empty if it ran fewer than two batches
   */
  public static String inShort(List<QueryRun> runs, List<StreamInput> inputs) {
    QueryTimeline query = new TimelineReader(inputs, 0).read(runs).get(0);
    return query.batches().size() < 2
        ? ""
        : MarbleText.of(query, MOMENTS_IN_MESSAGE, Terminal.PLAIN);
  }

  /**
   * The same with what it is of.
   *
   * @param name the test in words, as a heading
   * @param message why it failed; null if it did not
   */
  public Timeline ofTest(String name, @Nullable String message) {
    return new Timeline(name, message, message == null ? queries : withEnd(message));
  }

  /**
   * An assertion of AssertJ or JUnit, which knows no query, failed at the end of the run: so it is
   * put there, if there is one query and it knows of no failure itself.
   */
  private List<QueryTimeline> withEnd(String message) {
    return queries.size() == 1 && !queries.get(0).knowsOfFailure()
        ? List.of(queries.get(0).endingWith(failedWith(message)))
        : queries;
  }

  private static Moment failedWith(String message) {
    return new Moment.FailedAssertion("the test", OptionalLong.empty(), message);
  }

  /** The test in words. */
  public String test() {
    return test;
  }

  /** Why it failed, if it did. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** The queries in the order in which they were started, each with its restarts. */
  public List<QueryTimeline> queries() {
    return queries;
  }

  /**
   * As text: a diagram for each query, with a column for each batch, crash and restart. The last
   * 200 of each are shown.
   */
  public String text() {
    return text(Terminal.PLAIN);
  }

  String text(Terminal terminal) {
    if (queries.isEmpty()) {
      return "No query was started.\n";
    }
    StringBuilder text = new StringBuilder();
    for (QueryTimeline query : queries) {
      text.append(text.isEmpty() ? "" : "\n");
      text.append(MarbleText.of(query, MOMENTS_IN_TEXT, terminal));
    }
    return text.toString();
  }

  /**
   * As an HTML page that needs nothing beside it. Long runs are shown in part; the page says what
   * it leaves out.
   */
  public String html() {
    return TimelinePage.of(this).html();
  }

  /**
   * Writes the page.
   *
   * @param file where; folders that are not there are made, and a file that is there is replaced at
   *     once, so that nobody sees half of it
   * @return the file
   * @throws UncheckedIOException if it cannot be written
   */
  public Path writeTo(Path file) {
    write(file, html());
    return file;
  }

  static void write(Path file, String text) {
    Path target = file.toAbsolutePath();
    try {
      Path folder = Files.createDirectories(java.util.Objects.requireNonNull(target.getParent()));
      // Not by createTempFile, which would leave the page to its owner alone.
      Path half = folder.resolve(target.getFileName() + "." + ProcessHandle.current().pid());
      try {
        Files.writeString(half, text, StandardCharsets.UTF_8);
        Files.move(half, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(half);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The page " + file + " could not be written. See docs/errors/timeline.md", e);
    }
  }

  /** {@link #text()}, in colour on a terminal that has not said {@code NO_COLOR}. */
  @Override
  public String toString() {
    return text(Terminal.ofProcess());
  }
}
