package dev.weir.kafka;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Behind {@link KafkaSource}: one run for each kind of broker. */
final class KafkaSourceExtension implements TestTemplateInvocationContextProvider {

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return annotation(context).isPresent();
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    KafkaSource annotation = annotation(context).orElseThrow();
    List<BrokerKind> kinds = List.of(annotation.value());
    if (kinds.isEmpty() || kinds.stream().distinct().count() < kinds.size()) {
      throw new ExtensionConfigurationException(
          TwinMessages.kinds(context.getRequiredTestMethod().getName(), kinds));
    }
    TwinResults results = new TwinResults(annotation.compare());
    return kinds.stream().map(kind -> new TwinRun(kind, annotation.skipIfNoEngine(), results));
  }

  private static Optional<KafkaSource> annotation(ExtensionContext context) {
    return context
        .getTestMethod()
        .flatMap(method -> AnnotationSupport.findAnnotation(method, KafkaSource.class));
  }
}
