package dev.weir.junit;

import dev.weir.StreamHarness;
import dev.weir.input.StreamInput;
import dev.weir.report.TestResult;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each test a {@link StreamHarness} and a {@link SparkSession} over one shared SparkContext.
 *
 * <h2>Applicability</h2>
 *
 * On a class with {@code @ExtendWith} or {@link SparkStreamingTest}, or registered programmatically
 * with {@code @RegisterExtension} and {@link #builder()}. It resolves parameters of test methods,
 * life cycle methods and constructors, and sets fields, of the types {@link StreamHarness} and
 * {@link SparkSession}.
 *
 * <h2>Scope</h2>
 *
 * A harness and its session belong to one test, with its {@code @BeforeEach} and {@code @AfterEach}
 * methods; a parameterized or repeated test gets new ones for each invocation. {@code @BeforeAll}
 * methods and static fields can have a session, which is the class's own. The SparkContext is
 * started when it is first needed and stopped at the end of the test run; it is one for each JVM.
 *
 * <h2>Parallel execution</h2>
 *
 * Tests may run in parallel. With the {@code PER_CLASS} life cycle and concurrent methods a harness
 * must be taken as a parameter, since all tests share the fields.
 *
 * <h2>Examples</h2>
 *
 * <pre>{@code
 * @ExtendWith(SparkStreamingExtension.class)
 * class WordCountJobTest {
 *   @Test
 *   void countsWords(StreamHarness harness) {
 *     MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
 *     TestQuery counts = harness.start(WordCountJob.wordCounts(lines.toDF()), OutputMode.Complete());
 *     lines.add("cat dog", "dog");
 *     counts.processAllAvailable();
 *     assertThat(counts).lastBatch().containsExactlyInAnyOrder(row("cat", 1L), row("dog", 2L));
 *   }
 * }
 * }</pre>
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class SparkStreamingExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver,
        TestWatcher {
  private static final Logger LOG = LoggerFactory.getLogger(SparkStreamingExtension.class);
  private static final Namespace NAMESPACE = Namespace.create(SparkStreamingExtension.class);

  private final @Nullable Settings settings;

  /**
   * For {@code @ExtendWith}: the settings are those of {@link SparkStreamingTest}, if it is there.
   */
  public SparkStreamingExtension() {
    this(null);
  }

  SparkStreamingExtension(@Nullable Settings settings) {
    this.settings = settings;
  }

  /** For {@code @RegisterExtension}. */
  public static SparkStreamingExtensionBuilder builder() {
    return new SparkStreamingExtensionBuilder();
  }

  /**
   * The harness of a test, for other extensions; it is made if the test has none yet.
   *
   * @param context the context of a test, not of a class
   * @throws ExtensionConfigurationException if the test does not use this extension
   */
  public static StreamHarness harness(ExtensionContext context) {
    return scope(context, settingsOf(context)).harness();
  }

  /**
   * Gives an input that another extension made to the harness of a test, so that steps wait for its
   * rows: to the one that the test has, or to the one that it may get later.
   *
   * @param context the context of a test, not of a class
   */
  public static void addInput(ExtensionContext context, StreamInput input) {
    TestScope scope = store(context).get("scope", TestScope.class);
    if (scope == null) {
      pendingInputs(context).add(input);
    } else {
      scope.harness().opened(input);
    }
  }

  @SuppressWarnings("unchecked") // the store keeps what is put here and in no other place
  private static Set<StreamInput> pendingInputs(ExtensionContext context) {
    return store(context)
        .getOrComputeIfAbsent("inputs", key -> new LinkedHashSet<StreamInput>(), Set.class);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Class<?> testClass = context.getRequiredTestClass();
    for (Field field : injectable(testClass, true)) {
      if (field.getType() == StreamHarness.class) {
        throw misuse(
            "static field '" + field.getName() + "' of " + testClass.getName(),
            "a StreamHarness belongs to one test",
            "make the field an instance field, or take a parameter of the test method");
      }
      set(field, null, classSession(context));
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    store(context).put("settings", settings(context));
    if (TimelineSetting.of(context) != TimelineSetting.NEVER) {
      report(context).began(context.getUniqueId());
    }
    for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
      for (Field field : injectable(instance.getClass(), false)) {
        refuseSharedField(field, context);
        TestScope scope = scope(context, settings(context));
        set(
            field,
            instance,
            field.getType() == StreamHarness.class ? scope.harness() : scope.session());
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == StreamHarness.class || type == SparkSession.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    boolean harness = parameter.getParameter().getType() == StreamHarness.class;
    if (context.getTestMethod().isPresent()) {
      TestScope scope = scope(context, settings(context));
      return harness ? scope.harness() : scope.session();
    }
    if (harness) {
      throw misuse(
          "parameter '"
              + parameter.getParameter().getName()
              + "' of "
              + parameter.getDeclaringExecutable().getName()
              + " in "
              + context.getRequiredTestClass().getName(),
          "a StreamHarness belongs to one test, and this is called once for the class",
          "take it as a parameter of the test method or of @BeforeEach");
    }
    return classSession(context);
  }

  /** So that a constructor's harness is the one of its test. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    TestScope scope = store(context).remove("scope", TestScope.class);
    if (scope == null) {
      return;
    }
    Optional<Throwable> failure = context.getExecutionException();
    List<String> findings = failure.isPresent() ? List.of() : scope.findings();
    writeTimeline(context, scope, findings);
    TestScope.End end = scope.end();
    report(context, end);
    if (failure.isPresent()) {
      if (end.problem() != null) {
        failure.get().addSuppressed(end.problem());
      }
      return;
    }
    if (end.problem() != null) {
      throw end.problem();
    }
    Verdict.of(findings, scope.settings().leaks() == LeakPolicy.FAIL ? end.leaks() : List.of());
  }

  private static void writeTimeline(
      ExtensionContext context, TestScope scope, List<String> findings) {
    TimelineSetting setting = TimelineSetting.of(context);
    if (setting != TimelineSetting.NEVER) {
      Path page = TimelineSetting.folder(context).resolve(PageName.of(context));
      String written = TimelineWriter.write(context, setting, page, scope.harness(), findings);
      report(context).ran(context.getUniqueId(), scope.batches(), written);
    }
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    ended(context, TestResult.Outcome.PASSED);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    ended(context, TestResult.Outcome.FAILED);
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    ended(context, TestResult.Outcome.ABORTED);
  }

  private static void ended(ExtensionContext context, TestResult.Outcome outcome) {
    if (TimelineSetting.of(context) != TimelineSetting.NEVER) {
      report(context).ended(context, outcome);
    }
  }

  /** The report of the launcher session, which writes the index at its end. */
  private static RunReport report(ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent(
            "report", key -> new RunReport(TimelineSetting.folder(context)), RunReport.class);
  }

  private static void report(ExtensionContext context, TestScope.End end) {
    for (String leak : end.leaks()) {
      LOG.warn("{}: {}", name(context), leak);
      context.publishReportEntry("weir.leak", leak);
    }
  }

  private Settings settings(ExtensionContext context) {
    return settings != null ? settings : Settings.of(context.getRequiredTestClass());
  }

  private static Settings settingsOf(ExtensionContext context) {
    Settings known = store(context).get("settings", Settings.class);
    return known != null ? known : Settings.of(context.getRequiredTestClass());
  }

  private static TestScope scope(ExtensionContext context, Settings settings) {
    claim(context);
    Store store = store(context);
    TestScope scope = store.get("scope", TestScope.class);
    if (scope == null) {
      Path page =
          TimelineSetting.of(context) == TimelineSetting.NEVER
              ? null
              : TimelineSetting.folder(context).resolve(PageName.of(context));
      scope = new TestScope(name(context), settings, page);
      store.put("scope", scope);
      pendingInputs(context).forEach(scope.harness()::opened);
    }
    return scope;
  }

  private SparkSession classSession(ExtensionContext context) {
    claim(context);
    return store(context)
        .getOrComputeIfAbsent(
            "class-scope",
            key -> new ClassScope(context.getRequiredTestClass().getName(), settings(context)),
            ClassScope.class)
        .session();
  }

  /**
   * Keeps the SparkContext until the end of the launcher session, which is that of the test run.
   */
  private static void claim(ExtensionContext context) {
    context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent("claim", key -> new SharedSpark.Claim(), SharedSpark.Claim.class);
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }

  private static String name(ExtensionContext context) {
    return context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName();
  }

  private static List<Field> injectable(Class<?> type, boolean ofClass) {
    return ReflectionSupport.findFields(
        type,
        field ->
            (field.getType() == StreamHarness.class || field.getType() == SparkSession.class)
                && Modifier.isStatic(field.getModifiers()) == ofClass
                && !Modifier.isFinal(field.getModifiers()),
        HierarchyTraversalMode.TOP_DOWN);
  }

  private static void refuseSharedField(Field field, ExtensionContext context) {
    if (context.getTestInstanceLifecycle().orElse(Lifecycle.PER_METHOD) == Lifecycle.PER_CLASS
        && context.getExecutionMode() == ExecutionMode.CONCURRENT) {
      throw misuse(
          "field '" + field.getName() + "' of " + field.getDeclaringClass().getName(),
          "tests of one instance run concurrently, and would share it",
          "take a parameter of the test method instead");
    }
  }

  private static void set(Field field, @Nullable Object instance, Object value) {
    try {
      field.setAccessible(true);
      field.set(instance, value);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new ExtensionConfigurationException("Could not set field " + field, e);
    }
  }

  private static ExtensionConfigurationException misuse(
      String element, String problem, String fix) {
    return new ExtensionConfigurationException(
        "The " + element + ": " + problem + "; " + fix + ". See docs/errors/injection.md");
  }
}
