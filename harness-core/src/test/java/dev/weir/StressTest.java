package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The tests of clocks, triggers and several inputs, again and again over one context, in random
 * order and two at a time: a race in the harness is rare, and a flaky test is a defect.
 */
@Tag("stress")
class StressTest {
  private static final int ROUNDS = Integer.getInteger("weir.stress.rounds", 200);
  private static final int SPARSE = 20;

  private static final List<Class<?>> TESTS =
      List.of(ProcessingTimeTest.class, TriggersTest.class, SeveralInputsTest.class);

  @Test
  void again() {
    List<String> failures = new ArrayList<>();
    long tests = 0;
    try (LauncherSession session = LauncherFactory.openSession()) {
      for (int round = 1; round <= ROUNDS; round++) {
        TestExecutionSummary summary = run(session, round);
        tests += summary.getTestsSucceededCount();
        for (TestExecutionSummary.Failure failure : summary.getFailures()) {
          failures.add(
              "round "
                  + round
                  + ", "
                  + failure.getTestIdentifier().getDisplayName()
                  + ": "
                  + failure.getException());
        }
        if (round % SPARSE == 0 || round == ROUNDS) {
          System.out.printf(
              "stress: round %d of %d, %d tests passed, %d failed%n",
              round, ROUNDS, tests, failures.size());
        }
      }
    }
    assertThat(failures).isEmpty();
    assertThat(tests).isGreaterThanOrEqualTo((long) ROUNDS * TESTS.size());
  }

  private static TestExecutionSummary run(LauncherSession session, int seed) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    session
        .getLauncher()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(TESTS.stream().map(test -> selectClass(test)).toList())
                .configurationParameter(
                    "junit.jupiter.testclass.order.default", ClassOrderer.Random.class.getName())
                .configurationParameter(
                    "junit.jupiter.testmethod.order.default", MethodOrderer.Random.class.getName())
                .configurationParameter(
                    "junit.jupiter.execution.order.random.seed", Integer.toString(seed))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter(
                    "junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter(
                    "junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .configurationParameter(
                    "junit.jupiter.execution.parallel.config.fixed.max-pool-size", "2")
                .build(),
            summary);
    return summary.getSummary();
  }
}
