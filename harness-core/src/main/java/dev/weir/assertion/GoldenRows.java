package dev.weir.assertion;

import dev.weir.sink.RowOrder;
import dev.weir.sink.SinkRows;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Rows in a file of the project, which a test compares with and somebody else writes. */
final class GoldenRows {
  private static final String PAGE = "See docs/errors/golden-file.md";
  private static final String UPDATE = "weir.update";

  private final Path file;
  private final boolean updates;

  private GoldenRows(Path file, boolean updates) {
    this.file = file;
    this.updates = updates;
  }

  static GoldenRows in(Path file) {
    return in(file, System.getProperty(UPDATE), System::getenv);
  }

  /**
   * A file with golden rows.
   *
   * @param update the value of the system property; null where it is not set
   * @throws IllegalArgumentException if it is neither null nor {@code golden}
   * @throws IllegalStateException if it is set on a build server
   */
  static GoldenRows in(Path file, @Nullable String update, UnaryOperator<@Nullable String> env) {
    if (update != null && !update.equals("golden")) {
      throw new IllegalArgumentException(
          "-Dweir.update knows golden only, but it is '" + update + "'. " + PAGE);
    }
    String ci = env.apply("CI");
    if (update != null && ci != null && !ci.isEmpty() && !ci.equals("false")) {
      throw new IllegalStateException(
          "-Dweir.update=golden is set on a build server (the environment variable CI is '"
              + ci
              + "'), where any result would become the right one. Update golden files on your own"
              + " machine, read them, and commit them. "
              + PAGE);
    }
    return new GoldenRows(file, update != null);
  }

  /** Whether the file is to be written if it does not fit. */
  boolean isUpdated() {
    return updates;
  }

  /** What the file has; empty if it is not there. */
  Optional<String> read() {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read the golden file " + file, e);
    }
  }

  /** Writes the rows, and says so. */
  void write(SinkRows rows, PrintStream out) {
    String before = read().isPresent() ? "it was another one before" : "it was not there before";
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, text(rows));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write the golden file " + file, e);
    }
    out.println(
        "weir: WROTE the golden file "
            + file
            + " with "
            + rows.rows().size()
            + (rows.rows().size() == 1 ? " row; " : " rows; ")
            + before
            + ". Read it before you commit it.");
  }

  /** Rows whose order means nothing are sorted, so that a change is one of the rows. */
  static String text(SinkRows rows) {
    List<Row> written = new ArrayList<>();
    if (rows.order() == RowOrder.SORTED) {
      written.addAll(rows.rows());
    } else {
      int from = 0;
      for (int size :
          rows.order() == RowOrder.NONE ? List.of(rows.rows().size()) : rows.batchSizes()) {
        rows.rows().subList(from, from + size).stream()
            .sorted(Comparator.comparing(row -> String.join(" | ", RowTable.cells(row))))
            .forEach(written::add);
        from += size;
      }
    }
    return RowTable.of(rows.schema(), written, "");
  }

  String missing() {
    return "There is no golden file "
        + file
        + ". If these rows are right, write it: run this test with -Dweir.update=golden, read it,"
        + " and commit it. "
        + PAGE;
  }

  String unreadable(String problem) {
    return "The golden file " + file + " does not fit these rows: " + problem + "\n" + advice();
  }

  String advice() {
    return "The golden file is "
        + file
        + ". If the rows are right now, run this test with -Dweir.update=golden, and look at the"
        + " difference. "
        + PAGE;
  }
}
