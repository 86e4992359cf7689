package dev.weir.kafka;

import dev.weir.junit.SparkStreamingExtension;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * Fills parameters and fields; behind {@link KafkaTest} and {@link Topic}, which describe it.
 *
 * <p>It keeps no state of its own: the broker is in the store of the launcher session, a test's
 * topics are in the test's.
 */
final class KafkaExtension
    implements ParameterResolver, BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

  private static final System.Logger LOG = System.getLogger(KafkaExtension.class.getName());
  private static final Namespace NAMESPACE = Namespace.create(KafkaExtension.class);

  /** A test's constructor belongs to the test, so its parameters do too. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(
      ExtensionContext rootContext) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == KafkaTopic.class
        || KafkaBroker.class.isAssignableFrom(type)
        || parameter.isAnnotated(Topic.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    String element = element(parameter.getParameter());
    if (parameter.isAnnotated(Topic.class) && type != KafkaTopic.class) {
      throw new ExtensionConfigurationException(
          KafkaMessages.parameterType(element, type.getSimpleName()));
    }
    if (KafkaBroker.class.isAssignableFrom(type)) {
      KafkaBroker broker = broker(context);
      if (!type.isInstance(broker)) {
        throw new ExtensionConfigurationException(
            BrokerMessages.otherBroker(element, type.getSimpleName(), broker.describe()));
      }
      return broker;
    }
    if (context.getTestMethod().isEmpty()) {
      throw new ExtensionConfigurationException(
          KafkaMessages.classLevelParameter(element(parameter.getDeclaringExecutable())));
    }
    refuseTwins(parameter);
    return topic(TopicRequest.of(parameter.getParameter(), element), context);
  }

  /** Who has the broker may create topics, so what the test leaves on it is looked for. */
  private static KafkaBroker broker(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      topics(context);
    }
    return shared(context).broker();
  }

  /** Two parameters of one method that would be the same topic are a slip, not a wish. */
  private static void refuseTwins(ParameterContext parameter) {
    Parameter own = parameter.getParameter();
    String identity = TopicRequest.of(own, element(own)).identity();
    for (Parameter other : parameter.getDeclaringExecutable().getParameters()) {
      if (other.getType() == KafkaTopic.class
          && !other.equals(own)
          && TopicRequest.of(other, element(other)).identity().equals(identity)) {
        throw new ExtensionConfigurationException(
            KafkaMessages.twoUnnamed(element(own), element(other)));
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    inject(context.getRequiredTestClass(), null, context, field -> isStatic(field));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
      inject(instance.getClass(), instance, context, field -> !isStatic(field));
    }
  }

  /** Before the harness stops the queries: one whose broker is gone would take a minute to stop. */
  @Override
  public void afterEach(ExtensionContext context) {
    shared(context).heal();
  }

  private void inject(
      Class<?> type, @Nullable Object instance, ExtensionContext context, Predicate<Field> which) {
    List<Field> fields =
        AnnotationSupport.findAnnotatedFields(
            type, Topic.class, which, HierarchyTraversalMode.TOP_DOWN);
    for (int i = 0; i < fields.size(); i++) {
      check(fields.get(i));
      refuseTwins(fields.get(i), fields.subList(0, i));
    }
    for (Field field : fields) {
      set(field, instance, topic(TopicRequest.of(field, element(field)), context));
    }
  }

  private static void check(Field field) {
    if (field.getType() != KafkaTopic.class) {
      throw new ExtensionConfigurationException(
          KafkaMessages.parameterType(element(field), field.getType().getSimpleName()));
    }
    if (Modifier.isFinal(field.getModifiers())) {
      throw new ExtensionConfigurationException(KafkaMessages.fieldFinal(element(field)));
    }
  }

  private static void refuseTwins(Field field, List<Field> before) {
    String identity = TopicRequest.of(field, element(field)).identity();
    for (Field other : before) {
      if (TopicRequest.of(other, element(other)).identity().equals(identity)) {
        throw new ExtensionConfigurationException(
            KafkaMessages.twoUnnamed(element(other), element(field)));
      }
    }
  }

  private static void set(Field field, @Nullable Object instance, KafkaTopic topic) {
    try {
      field.setAccessible(true);
      field.set(instance, topic);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("it was made accessible", e);
    }
  }

  private static KafkaTopic topic(TopicRequest request, ExtensionContext context) {
    KafkaTopic topic = topics(context).topic(request);
    if (context.getTestMethod().isPresent()) {
      SparkStreamingExtension.addInput(context, topic);
    }
    return topic;
  }

  private static TestTopics topics(ExtensionContext context) {
    SharedBroker shared = shared(context);
    shared.broker();
    // A store also shows what its parents hold, hence the context's id in the key.
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            "topics of " + context.getUniqueId(),
            key -> newTopics(shared, context),
            TestTopics.class);
  }

  private static TestTopics newTopics(SharedBroker shared, ExtensionContext context) {
    String className = context.getRequiredTestClass().getSimpleName();
    String owner =
        context
            .getTestMethod()
            .map(method -> className + "." + method.getName() + "()")
            .orElse("the static fields of " + className);
    String shortName = context.getTestMethod().map(method -> method.getName()).orElse(className);
    return new TestTopics(
        shared,
        owner,
        shortName,
        context.getTestMethod().isPresent(),
        text -> report(context, text));
  }

  private static void report(ExtensionContext context, String text) {
    LOG.log(System.Logger.Level.WARNING, text);
    context.publishReportEntry("weir.kafka.leaked", text);
  }

  private static SharedBroker shared(ExtensionContext context) {
    return BrokerChoice.of(context);
  }

  private static String element(AnnotatedElement element) {
    if (element instanceof Parameter parameter) {
      return "The parameter '"
          + parameter.getName()
          + "' of "
          + name(parameter.getDeclaringExecutable());
    }
    if (element instanceof Field field) {
      return "The field '" + field.getName() + "' of " + field.getDeclaringClass().getSimpleName();
    }
    return name((Executable) element);
  }

  private static String name(Executable executable) {
    String type = executable.getDeclaringClass().getSimpleName();
    return executable instanceof Constructor
        ? "The constructor of " + type
        : type + "." + executable.getName() + "()";
  }

  private static boolean isStatic(Field field) {
    return Modifier.isStatic(field.getModifiers());
  }
}
