package dev.weir.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/** Asks who knows the exceptions of a failure. */
final class Explanations {
  private Explanations() {}

  /** The first explanation that there is. */
  static Optional<String> of(List<Throwable> chain, Supplier<List<Map<String, String>>> options) {
    return ServiceLoader.load(FailureExplainer.class, Explanations.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .flatMap(explainer -> explainer.explain(chain, options.get()).stream())
        .findFirst();
  }
}
