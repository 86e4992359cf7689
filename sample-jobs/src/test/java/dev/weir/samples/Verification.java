package dev.weir.samples;

import dev.weir.junit.SparkStreamingExtension;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Notes what each test verified: the table that the build prints at its end. A line is written when
 * the test's own code is done, with its verdict.
 */
final class Verification implements BeforeTestExecutionCallback, AfterTestExecutionCallback {
  private static final Path TABLE = Path.of("target", "verification.txt");
  private static final Namespace NAMESPACE = Namespace.create(Verification.class);
  private static final String LINE = "%-22s %-42s %-9s %7s %7s %8s %9s %8s  %s%n";

  @Override
  public void beforeTestExecution(ExtensionContext context) {
    context.getStore(NAMESPACE).put("start", System.nanoTime());
  }

  @Override
  public void afterTestExecution(ExtensionContext context) throws IOException {
    long nanos = System.nanoTime() - context.getStore(NAMESPACE).get("start", Long.class);
    String verdict = context.getExecutionException().isPresent() ? "FAILED" : "verified";
    List<TestQuery> queries = SparkStreamingExtension.harness(context).queries();
    StringBuilder lines = new StringBuilder();
    for (TestQuery query : queries) {
      lines.append(line(context, query, nanos, verdict));
    }
    write(lines.toString());
  }

  private static String line(
      ExtensionContext context, TestQuery query, long nanos, String verdict) {
    return String.format(
        Locale.ROOT,
        LINE,
        context.getRequiredTestClass().getSimpleName().replaceFirst("Test$", ""),
        source(context, query),
        query.outputMode(),
        query.batches().size(),
        query.rowsIn(),
        query.batches().stream().mapToInt(b -> b.rows().size()).sum(),
        query.lateRowCount(),
        Duration.ofNanos(nanos).toMillis() + " ms",
        verdict);
  }

  /** What Spark calls the source, shortened; before it the kind of Kafka, if there are several. */
  private static String source(ExtensionContext context, TestQuery query) {
    String kind = context.getDisplayName().replaceFirst("^\\[\\d+] ([A-Z]+)$|.*", "$1");
    return query
        .lastProgress()
        .map(progress -> (kind + " " + progress.sources()[0].description()).strip())
        .map(text -> text.length() > 42 ? text.substring(0, 41) + "…" : text)
        .orElse("-");
  }

  private static synchronized void write(String lines) throws IOException {
    if (!Files.exists(TABLE)) {
      Files.createDirectories(TABLE.getParent());
      Files.writeString(
          TABLE,
          String.format(
              Locale.ROOT,
              LINE,
              "job",
              "source",
              "mode",
              "batches",
              "rows in",
              "rows out",
              "late rows",
              "time",
              "verdict"));
    }
    Files.writeString(TABLE, lines, StandardOpenOption.APPEND);
  }
}
