package dev.weir.kafka;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.platform.commons.support.AnnotationSupport;

/** Which broker a test gets: the nearest {@link KafkaTest} says, else the run's settings. */
final class BrokerChoice {
  private static final Namespace NAMESPACE = Namespace.create(BrokerChoice.class);

  /** What its defaults say. */
  private static final KafkaTest DEFAULTS = Defaults.class.getAnnotation(KafkaTest.class);

  private BrokerChoice() {}

  @KafkaTest
  private static final class Defaults {}

  /** The holder of the test's broker: the run's, or one for the test or its class alone. */
  static SharedBroker of(ExtensionContext context) {
    Optional<KafkaTest> onMethod =
        context.getTestMethod().flatMap(m -> AnnotationSupport.findAnnotation(m, KafkaTest.class));
    ExtensionContext owner = onMethod.isPresent() ? context : outermostClass(context);
    BrokerRequest request =
        onMethod
            .or(() -> onClass(context))
            .map(annotation -> request(annotation, owner, context))
            .orElseGet(() -> request(DEFAULTS, owner, context));
    return holder(request, owner, context);
  }

  /** For one run of a test: this kind, whatever the annotations say. */
  static void set(ExtensionContext context, BrokerKind kind) {
    context.getStore(NAMESPACE).put(BrokerKind.class, kind);
  }

  private static SharedBroker holder(
      BrokerRequest request, ExtensionContext owner, ExtensionContext context) {
    ExtensionContext.Store store =
        request.isShared()
            ? context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
            : owner.getStore(NAMESPACE);
    return store.getOrComputeIfAbsent(
        request, key -> new SharedBroker(request::start), SharedBroker.class);
  }

  private static Optional<KafkaTest> onClass(ExtensionContext context) {
    return context
        .getTestClass()
        .flatMap(
            type ->
                AnnotationSupport.findAnnotation(
                    type, KafkaTest.class, context.getEnclosingTestClasses()));
  }

  private static BrokerRequest request(
      KafkaTest annotation, ExtensionContext owner, ExtensionContext context) {
    BrokerKind set = context.getStore(NAMESPACE).get(BrokerKind.class, BrokerKind.class);
    return BrokerRequest.of(
        settings(context),
        set == null ? annotation.broker() : set,
        set == BrokerKind.CONTAINER ? 1 : annotation.brokers(),
        set == BrokerKind.CONTAINER ? List.of() : IntStream.of(annotation.ports()).boxed().toList(),
        annotation.image(),
        annotation.security(),
        List.of(annotation.properties()),
        annotation.own() ? owner.getUniqueId() : "");
  }

  private static ExtensionContext outermostClass(ExtensionContext context) {
    ExtensionContext outermost = context;
    for (Optional<ExtensionContext> at = Optional.of(context);
        at.isPresent() && at.get().getTestClass().isPresent();
        at = at.get().getParent()) {
      outermost = at.get();
    }
    return outermost;
  }

  static BrokerSettings settings(ExtensionContext context) {
    return new BrokerSettings(
        name -> context.getConfigurationParameter(name).orElse(null), System::getenv);
  }
}
