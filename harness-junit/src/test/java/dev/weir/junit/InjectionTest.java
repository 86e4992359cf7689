package dev.weir.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;

class InjectionTest {

  private static void roundTrip(StreamHarness harness, String text) {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start("echo", lines.toDF(), OutputMode.Append());
    lines.add(text);
    query.processAllAvailable();
    assertThat(query.table().rows()).containsExactly(RowFactory.create(text));
  }

  @ExtendWith(SparkStreamingExtension.class)
  static class EverythingTestCases {
    static final Set<SparkSession> SESSIONS = ConcurrentHashMap.newKeySet();
    static SparkSession ofTheClass;

    StreamHarness harness;
    SparkSession spark;

    @BeforeAll
    static void aSessionOfTheClass(SparkSession session) {
      assertThat(session).isSameAs(ofTheClass);
    }

    @BeforeEach
    void sameHarnessAsTheTest(StreamHarness parameter) {
      assertThat(parameter).isSameAs(harness);
      assertThat(spark).isSameAs(harness.spark()).isNotSameAs(ofTheClass);
      assertThat(spark.sparkContext()).isSameAs(ofTheClass.sparkContext());
      SESSIONS.add(spark);
    }

    @Test
    void plain(SparkSession session) {
      assertThat(session).isSameAs(spark);
      assertThat(session.conf().get("spark.sql.shuffle.partitions")).isEqualTo("1");
      roundTrip(harness, "plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "two"})
    void parameterized(String text, StreamHarness parameter) {
      roundTrip(parameter, text);
    }

    @RepeatedTest(2)
    void repeated() {
      roundTrip(harness, "again");
    }

    @Nested
    class Inner {
      @Test
      void seesTheOuterFields(StreamHarness parameter) {
        assertThat(parameter).isSameAs(harness);
        roundTrip(harness, "nested");
      }
    }
  }

  @Test
  void parametersAndFieldsAreThoseOfTheTest() {
    EngineExecutionResults results = Kit.run(EverythingTestCases.class);

    assertThat(Kit.failures(results)).isEmpty();
    results.testEvents().assertStatistics(s -> s.started(6).succeeded(6));
    assertThat(EverythingTestCases.SESSIONS).hasSize(6);
  }

  @SparkStreamingTest(
      shufflePartitions = 3,
      conf = {"spark.sql.session.timeZone=Asia/Tokyo"},
      clockStartsAt = "2024-02-05T09:00:00Z")
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class AnnotatedTestCases {
    StreamHarness field;

    @Test
    void hasTheSettings(StreamHarness harness) {
      assertThat(harness).isSameAs(field);
      assertThat(harness.spark().conf().get("spark.sql.shuffle.partitions")).isEqualTo("3");
      assertThat(harness.spark().conf().get("spark.sql.session.timeZone")).isEqualTo("Asia/Tokyo");
      assertThat(harness.now()).hasToString("2024-02-05T09:00:00Z");
      roundTrip(harness, "a");
    }

    @Test
    void hasThemAgain() {
      roundTrip(field, "b");
    }
  }

  static class InheritingTestCases extends AnnotatedTestCases {}

  static class BuiltTestCases {
    @RegisterExtension
    static final SparkStreamingExtension SPARK =
        SparkStreamingExtension.builder()
            .shufflePartitions(2)
            .conf("spark.sql.ansi.enabled", "true")
            .build();

    @Test
    void hasTheSettings(SparkSession spark, StreamHarness harness) {
      assertThat(spark.conf().get("spark.sql.shuffle.partitions")).isEqualTo("2");
      assertThat(spark.conf().get("spark.sql.ansi.enabled")).isEqualTo("true");
      roundTrip(harness, "built");
    }
  }

  @Test
  void settingsComeFromTheAnnotationItsInheritanceAndTheBuilder() {
    EngineExecutionResults results =
        Kit.run(AnnotatedTestCases.class, InheritingTestCases.class, BuiltTestCases.class);

    assertThat(Kit.failures(results)).isEmpty();
    results.testEvents().assertStatistics(s -> s.started(5).succeeded(5));
  }

  @ExtendWith(SparkStreamingExtension.class)
  static class StaticHarnessTestCases {
    static StreamHarness harness;

    @Test
    void never() {}
  }

  @ExtendWith(SparkStreamingExtension.class)
  static class HarnessOfTheClassTestCases {
    @BeforeAll
    static void tooEarly(StreamHarness harness) {}

    @Test
    void never() {}
  }

  @SparkStreamingTest(timeout = "soon")
  static class BadTimeoutTestCases {
    @Test
    void never(StreamHarness harness) {}
  }

  @SparkStreamingTest(conf = "shuffle")
  static class BadConfTestCases {
    @Test
    void never(StreamHarness harness) {}
  }

  @SparkStreamingTest(master = "yarn")
  static class RemoteMasterTestCases {
    @Test
    void never(StreamHarness harness) {}
  }

  @SparkStreamingTest(clockStartsAt = "yesterday")
  static class BadClockTestCases {
    @Test
    void never(StreamHarness harness) {}
  }

  @Test
  void misuseIsNamedWithItsElementAndItsFix() {
    String here = InjectionTest.class.getName() + "$";
    assertThat(
            Kit.failures(
                Kit.run(
                    StaticHarnessTestCases.class,
                    HarnessOfTheClassTestCases.class,
                    BadTimeoutTestCases.class,
                    BadConfTestCases.class,
                    RemoteMasterTestCases.class,
                    BadClockTestCases.class)))
        .satisfiesExactlyInAnyOrder(
            m ->
                assertThat(m)
                    .isEqualTo(
                        "The static field 'harness' of "
                            + here
                            + "StaticHarnessTestCases: a StreamHarness belongs to one test; make the"
                            + " field an instance field, or take a parameter of the test method."
                            + " See docs/errors/injection.md"),
            m ->
                assertThat(m)
                    .contains(
                        "The parameter 'harness' of tooEarly in "
                            + here
                            + "HarnessOfTheClassTestCases: a StreamHarness belongs to one test, and"
                            + " this is called once for the class; take it as a parameter of the"
                            + " test method or of @BeforeEach. See docs/errors/injection.md"),
            m ->
                assertThat(m)
                    .contains(
                        "@SparkStreamingTest on "
                            + here
                            + "BadTimeoutTestCases: timeout 'soon' is not a positive ISO duration,"
                            + " such as PT60S. See docs/errors/extension-settings.md"),
            m ->
                assertThat(m)
                    .contains(
                        "@SparkStreamingTest on "
                            + here
                            + "BadConfTestCases: conf 'shuffle' is not of the form key=value."
                            + " See docs/errors/extension-settings.md"),
            m ->
                assertThat(m)
                    .contains(
                        "@SparkStreamingTest on "
                            + here
                            + "RemoteMasterTestCases: master 'yarn' is neither a local one,"
                            + " such as local[2], nor that of a standalone cluster,"
                            + " spark://host:port."
                            + " See docs/errors/extension-settings.md"),
            m ->
                assertThat(m)
                    .contains(
                        "@SparkStreamingTest on "
                            + here
                            + "BadClockTestCases: clockStartsAt 'yesterday' is not an ISO instant,"
                            + " such as 2024-02-05T09:00:00Z."
                            + " See docs/errors/extension-settings.md"));
  }

  @ExtendWith(SparkStreamingExtension.class)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @Execution(ExecutionMode.CONCURRENT)
  static class SharedFieldTestCases {
    StreamHarness harness;

    @Test
    void never() {}
  }

  @Test
  void aFieldSharedByConcurrentTestsIsRefused() {
    assertThat(Kit.failures(Kit.runConcurrently(SharedFieldTestCases.class)))
        .containsExactly(
            "The field 'harness' of "
                + InjectionTest.class.getName()
                + "$SharedFieldTestCases: tests of one instance run concurrently, and would share"
                + " it; take a parameter of the test method instead."
                + " See docs/errors/injection.md");
  }
}
