package dev.weir.junit;

import dev.weir.HarnessOptions;
import dev.weir.StreamHarness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** What one test has: a lease of the shared context, a session over it, a harness over that. */
final class TestScope {
  private final SharedSpark.Lease lease;
  private final Settings settings;
  private final StreamHarness harness;

  /**
   * For one test.
   *
   * @param page where the page of its timeline will be if it gets one; null for none
   */
  TestScope(String test, Settings settings, @Nullable Path page) {
    this.settings = settings;
    this.lease = SharedSpark.lease(test, settings.master(), settings.contextConf());
    try {
      HarnessOptions options =
          page == null ? settings.options() : settings.options().withTimelineFile(page);
      this.harness = StreamHarness.over(lease.newSession(), options);
    } catch (RuntimeException | Error e) {
      lease.giveBack();
      throw e;
    }
  }

  StreamHarness harness() {
    return harness;
  }

  SparkSession session() {
    return harness.spark();
  }

  Settings settings() {
    return settings;
  }

  /** How many micro-batches its queries have run, as their sinks received them. */
  int batches() {
    return harness.queries().stream().mapToInt(query -> query.batches().size()).sum();
  }

  /** What makes the green test mean nothing; none if the settings say that it may. */
  List<String> findings() {
    return settings.strict() ? harness.findings() : List.of();
  }

  /** Ends everything of the test. */
  End end() {
    List<String> leaks = new ArrayList<>(harness.leftRunning());
    RuntimeException problem = null;
    try {
      harness.close();
    } catch (RuntimeException e) {
      problem = e;
    }
    leaks.addAll(harness.leftBehind());
    leaks.addAll(lease.giveBack());
    return new End(leaks, problem);
  }

  /**
   * How a test ended.
   *
   * @param leaks what it had left behind, in words
   * @param problem why it could not be ended cleanly, if so
   */
  record End(List<String> leaks, @Nullable RuntimeException problem) {}
}
