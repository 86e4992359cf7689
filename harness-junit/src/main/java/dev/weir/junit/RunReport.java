package dev.weir.junit;

import dev.weir.report.RunIndex;
import dev.weir.report.TestResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tests of this JVM as they end, which become the index when the launcher session does. No test
 * fails of it.
 */
final class RunReport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunReport.class);
  private static final int MOST_TESTS = 20_000;

  /** What is known of a test before its verdict is. */
  record Ran(long startedNanos, int batches, @Nullable String page) {}

  private final Path folder;
  private final Map<String, Ran> ran = new HashMap<>();
  private final List<TestResult> results = new ArrayList<>();

  RunReport(Path folder) {
    this.folder = folder;
  }

  synchronized void began(String id) {
    ran.put(id, new Ran(System.nanoTime(), 0, null));
  }

  /** A test is over but for its verdict. */
  synchronized void ran(String id, int batches, @Nullable String page) {
    Ran before = ran.get(id);
    ran.put(id, new Ran(before == null ? System.nanoTime() : before.startedNanos(), batches, page));
  }

  synchronized void ended(ExtensionContext context, TestResult.Outcome outcome) {
    Ran known = ran.remove(context.getUniqueId());
    if (known == null || results.size() >= MOST_TESTS) {
      return;
    }
    results.add(
        new TestResult(
            context.getUniqueId(),
            context.getRequiredTestClass().getName(),
            name(context),
            outcome,
            Instant.now(),
            (System.nanoTime() - known.startedNanos()) / 1_000_000,
            known.batches(),
            known.page()));
  }

  /** An invocation says its arguments alone, and the line has no room for a tree. */
  private static String name(ExtensionContext context) {
    String name = context.getDisplayName();
    return context
        .getParent()
        .filter(parent -> parent.getTestMethod().isPresent())
        .map(method -> method.getDisplayName() + " " + name)
        .orElse(name);
  }

  @Override
  public synchronized void close() {
    if (results.isEmpty()) {
      return;
    }
    try {
      RunIndex.add(folder, RunId.ofProcess(), results);
    } catch (RuntimeException e) {
      LOG.warn("The index of the tests' timelines was not written", e);
    }
  }
}
