package dev.weir.junit;

import dev.weir.StreamHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the page of a test that wants one, before its harness is closed. No test fails of it. */
final class TimelineWriter {
  private static final Logger LOG = LoggerFactory.getLogger(TimelineWriter.class);

  private TimelineWriter() {}

  /**
   * Writes the page, or removes that of an earlier run.
   *
   * @param page where
   * @param findings why the test fails though it has thrown nothing
   * @return the page's name; null if there is none
   */
  static @Nullable String write(
      ExtensionContext context,
      TimelineSetting setting,
      Path page,
      StreamHarness harness,
      List<String> findings) {
    Optional<Throwable> thrown =
        context.getExecutionException().filter(e -> !(e instanceof TestAbortedException));
    boolean failed = thrown.isPresent() || !findings.isEmpty();
    try {
      if (!setting.wants(failed) || harness.queries().isEmpty()) {
        Files.deleteIfExists(page);
        return null;
      }
      String message =
          thrown
              .map(TimelineWriter::inWords)
              .orElse(findings.isEmpty() ? null : String.join("\n", findings));
      harness.timeline().ofTest(title(context), message).writeTo(page);
      context.publishReportEntry("weir.timeline", page.toString());
      return page.getFileName().toString();
    } catch (IOException | RuntimeException e) {
      LOG.warn("The timeline of {} was not written", title(context), e);
      return null;
    }
  }

  private static String inWords(Throwable thrown) {
    String message = thrown.getMessage();
    return thrown instanceof AssertionError && message != null ? message : thrown.toString();
  }

  private static String title(ExtensionContext context) {
    String method = context.getRequiredTestMethod().getName();
    String name = context.getDisplayName();
    return context.getRequiredTestClass().getSimpleName()
        + "."
        + method
        + (name.startsWith(method) ? "" : ": " + name);
  }
}
