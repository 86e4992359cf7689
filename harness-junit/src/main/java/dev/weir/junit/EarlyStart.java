package dev.weir.junit;

import static org.junit.platform.commons.support.AnnotationSupport.findRepeatableAnnotations;

import dev.weir.LocalSpark;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.SelectorResolutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.launcher.LauncherDiscoveryListener;

/**
 * Has Spark's classes loaded while JUnit still looks for tests, and while a broker starts: from the
 * first class on that has the extension. JUnit finds it as a service. Runs without such a class,
 * and those in which a class is not asked for by itself, load them with the first context.
 */
@API(status = Status.INTERNAL, since = "0.1")
public final class EarlyStart implements LauncherDiscoveryListener {
  /** JUnit makes it. */
  public EarlyStart() {}

  @Override
  public void selectorProcessed(
      UniqueId engine, DiscoverySelector selector, SelectorResolutionResult result) {
    if (selector instanceof ClassSelector chosen
        && result.getStatus() == SelectorResolutionResult.Status.RESOLVED
        && hasExtension(chosen.getJavaClass())) {
      LocalSpark.prepare();
    }
  }

  static boolean hasExtension(Class<?> testClass) {
    return findRepeatableAnnotations(testClass, ExtendWith.class).stream()
        .anyMatch(extended -> List.of(extended.value()).contains(SparkStreamingExtension.class));
  }
}
