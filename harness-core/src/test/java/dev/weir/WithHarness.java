package dev.weir;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A harness for each of the core's own tests, over one context; the JUnit module is not there yet.
 */
public final class WithHarness implements ParameterResolver, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(WithHarness.class);

  private static final class Shared implements AutoCloseable {
    private LocalSpark spark = LocalSpark.start();

    synchronized LocalSpark running() {
      if (spark.isStopped()) {
        spark.close();
        spark = LocalSpark.start();
      }
      return spark;
    }

    @Override
    public void close() {
      spark.close();
    }
  }

  /** The shared context, for tests that are about it. */
  static LocalSpark spark(ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent("shared", key -> new Shared(), Shared.class)
        .running();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == StreamHarness.class || type == LocalSpark.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == LocalSpark.class) {
      return spark(context);
    }
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            "harness", key -> StreamHarness.over(spark(context).newSession()), StreamHarness.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    StreamHarness harness = context.getStore(NAMESPACE).remove("harness", StreamHarness.class);
    if (harness != null) {
      harness.close();
    }
  }
}
