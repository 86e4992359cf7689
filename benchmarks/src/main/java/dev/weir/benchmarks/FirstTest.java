package dev.weir.benchmarks;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A JVM with one test in it, run by JUnit as a build runs it: from the start of the JVM to the
 * first green.
 */
final class FirstTest {
  private FirstTest() {}

  /**
   * Measures.
   *
   * @param arguments the figure's name, and the class with the test
   */
  public static void main(String... arguments) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    TestExecutionListener green =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(failure::set);
            if (test.isTest() && failure.get() == null) {
              long started = ManagementFactory.getRuntimeMXBean().getStartTime();
              Figures.print(arguments[0], (double) (System.currentTimeMillis() - started));
            }
          }
        };
    LauncherDiscoveryRequest test = request().selectors(selectClass(arguments[1])).build();
    LauncherFactory.create().execute(test, green);
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
    System.exit(0);
  }
}
