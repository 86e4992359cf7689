package dev.weir.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs test cases in JUnit as a project would, and looks at what came of them. */
final class Kit {
  private Kit() {}

  static EngineExecutionResults run(Class<?>... testCases) {
    return EngineTestKit.engine("junit-jupiter")
        // Its tests are no tests of this project, and many of them are to fail.
        .configurationParameter("weir.timeline", "never")
        .selectors(
            Arrays.stream(testCases)
                .map(DiscoverySelectors::selectClass)
                .toArray(org.junit.platform.engine.discovery.ClassSelector[]::new))
        .execute();
  }

  static EngineExecutionResults runConcurrently(Class<?>... testCases) {
    return EngineTestKit.engine("junit-jupiter")
        .configurationParameter("weir.timeline", "never")
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
        .selectors(
            Arrays.stream(testCases)
                .map(c -> selectClass(c))
                .toArray(org.junit.platform.engine.discovery.ClassSelector[]::new))
        .execute();
  }

  /** The messages of everything that failed, tests and containers. */
  static List<String> failures(EngineExecutionResults results) {
    return results.allEvents().finished().stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .flatMap(result -> result.getThrowable().stream())
        .map(Throwable::getMessage)
        .toList();
  }

  /** The values of the report entries of a key. */
  static List<String> reports(EngineExecutionResults results, String key) {
    return results.allEvents().reportingEntryPublished().stream()
        .map(
            event ->
                event
                    .getRequiredPayload(org.junit.platform.engine.reporting.ReportEntry.class)
                    .getKeyValuePairs()
                    .get(key))
        .filter(value -> value != null)
        .toList();
  }
}
