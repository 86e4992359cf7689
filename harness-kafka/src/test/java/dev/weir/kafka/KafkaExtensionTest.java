package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/** Runs small test classes by themselves, each time as a run with a broker of its own. */
class KafkaExtensionTest {

  /** What the small tests saw, in their order. */
  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  private static final Map<String, EmbeddedKafkaBroker> BROKERS = new ConcurrentHashMap<>();

  @BeforeEach
  void forget() {
    SEEN.clear();
    BROKERS.clear();
  }

  @Test
  void classesShareOneBrokerWhichIsGoneAfterTheRun() {
    run(FirstTestCase.class, SecondTestCase.class)
        .testEvents()
        .assertStatistics(s -> s.succeeded(2));

    assertThat(SEEN).hasSize(2);
    assertThat(BROKERS).hasSize(1);
    BrokerTraces traces = BROKERS.values().iterator().next().traces();
    assertThat(traces.leftAfter(Duration.ofSeconds(5))).isEmpty();
  }

  @KafkaTest
  static class FirstTestCase {
    @Test
    void test(KafkaTopic topic, KafkaBroker broker) {
      SEEN.add(topic.name());
      BROKERS.put(broker.bootstrapServers(), (EmbeddedKafkaBroker) broker);
    }
  }

  static class SecondTestCase extends FirstTestCase {}

  @Test
  void aTestWithoutTopicsStartsNoBroker() {
    Set<ClassLoader> before = NoTopicTestCase.runningBrokers();

    run(NoTopicTestCase.class).testEvents().assertStatistics(s -> s.succeeded(1));

    assertThat(NoTopicTestCase.during).isEqualTo(before);
  }

  @KafkaTest
  static class NoTopicTestCase {
    private static Set<ClassLoader> during;

    @Test
    void test() {
      during = runningBrokers();
    }

    static Set<ClassLoader> runningBrokers() {
      return Thread.getAllStackTraces().keySet().stream()
          .map(Thread::getContextClassLoader)
          .filter(BrokerClassLoader.class::isInstance)
          .collect(Collectors.toSet());
    }
  }

  @Test
  void eachTestHasATopicOfItsOwnWhichIsDeletedAfterwards() {
    run(RepeatedTestCase.class).testEvents().assertStatistics(s -> s.succeeded(3));

    assertThat(SEEN).hasSize(3).doesNotHaveDuplicates();
    assertThat(SEEN).allSatisfy(name -> assertThat(name).matches("weir-repeated-[0-9a-f]{12}"));
  }

  @KafkaTest
  static class RepeatedTestCase {
    @RepeatedTest(3)
    void repeated(KafkaTopic topic, KafkaBroker broker) {
      assertThat(((EmbeddedKafkaBroker) broker).admin().names()).containsExactly(topic.name());
      SEEN.add(topic.name());
    }
  }

  @Test
  void declarationsOfOneLabelMeanOneTopic() {
    run(SharingTestCase.class).testEvents().assertStatistics(s -> s.succeeded(2));
  }

  static class SharingTestCase {
    private final KafkaTopic fromConstructor;

    @Topic("other")
    private KafkaTopic other;

    @Topic private KafkaTopic field;
    @Topic static KafkaTopic ofTheClass;

    SharingTestCase(KafkaTopic fromConstructor) {
      this.fromConstructor = fromConstructor;
    }

    @BeforeAll
    static void fillTheClasssTopic() {
      ofTheClass.send("class");
    }

    @BeforeEach
    void fill(KafkaTopic topic) {
      topic.send("sent before");
    }

    @Test
    void readsIt(KafkaTopic topic, @Topic("other") KafkaTopic sameOther) {
      assertThat(topic).isSameAs(field).isSameAs(fromConstructor).isNotSameAs(ofTheClass);
      assertThat(sameOther).isSameAs(other).isNotSameAs(topic);
      assertThat(sameOther.name()).startsWith("weir-readsIt-other-");
      assertThat(topic.received()).extracting(ReceivedRecord::value).containsExactly("sent before");
      assertThat(ofTheClass.name()).startsWith("weir-SharingTestCase-");
      assertThat(ofTheClass.received()).hasSize(1);
    }

    @Nested
    class Inner {
      @Topic("inner")
      private KafkaTopic inner;

      @Test
      void seesTheOutersToo(KafkaTopic topic) {
        assertThat(topic).isSameAs(field);
        assertThat(inner).isNotSameAs(other);
        assertThat(topic.received()).hasSize(1);
        assertThat(ofTheClass.received()).hasSize(1);
      }
    }
  }

  @Test
  void anInstanceForTheWholeClassGetsANewTopicForEachTest() {
    run(PerClassTestCase.class).testEvents().assertStatistics(s -> s.succeeded(2));

    assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class PerClassTestCase {
    @Topic(partitions = 2)
    private KafkaTopic topic;

    @RepeatedTest(2)
    void repeated() {
      assertThat(topic.endOffsets()).hasSize(2).containsEntry(0, 0L);
      topic.send("a");
      SEEN.add(topic.name());
    }
  }

  @Test
  void aFixedNameServesOneTestAfterTheOther() {
    run(FixedNameTestCase.class).testEvents().assertStatistics(s -> s.succeeded(3));
  }

  @KafkaTest
  static class FixedNameTestCase {
    @RepeatedTest(3)
    void isEmptyEachTime(@Topic(name = "fake_people", partitions = 3) KafkaTopic people) {
      assertThat(people.name()).isEqualTo("fake_people");
      assertThat(people.endOffsets()).isEqualTo(Map.of(0, 0L, 1, 0L, 2, 0L));
      people.send("a", "b", "c");
      assertThat(people.received()).hasSize(3);
    }
  }

  @Test
  void twoTestsAtOnceCannotHaveOneFixedName() {
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(SameNameTestCase.class))
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
            .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
            .execute();

    results.testEvents().assertStatistics(s -> s.succeeded(1).failed(1));
    assertThat(failures(results))
        .singleElement()
        .asString()
        .matches(
            "(?s).*The parameter 'people' of SameNameTestCase\\.(one|two)\\(\\): The topic"
                + " fake_people is in use by SameNameTestCase\\.(one|two)\\(\\)\\. Two tests cannot"
                + " have one fixed name at once: run them one after the other"
                + " \\(@ResourceLock\\(\"fake_people\"\\) on both\\), or give the job the name of a"
                + " fresh topic\\. See docs/errors/kafka-topic-in-use\\.md.*");
  }

  static class SameNameTestCase {
    /** Each of the two comes here once, the refused one after its refusal. */
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    @Test
    void one(@Topic(name = "fake_people") KafkaTopic people) {
      assertThat(people.received()).isEmpty();
    }

    @Test
    void two(@Topic(name = "fake_people") KafkaTopic people) {
      assertThat(people.received()).isEmpty();
    }

    @AfterEach
    void meet() throws Exception {
      BOTH.await(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aTopicThatTheTestLeftIsDeletedAndReported() {
    EngineExecutionResults results = run(LeakingTestCase.class, FirstTestCase.class);

    results.testEvents().assertStatistics(s -> s.succeeded(2));
    assertThat(reports(results))
        .containsExactly(
            "Left on the broker and now deleted: the topic left_over. Created by"
                + " LeakingTestCase.test(), and not by the harness. Let the test delete what it"
                + " creates, or declare it with @Topic. See docs/errors/kafka-topic-leaked.md");
  }

  @KafkaTest
  static class LeakingTestCase {
    @Test
    void test(KafkaBroker broker) throws Exception {
      try (Admin admin = Admin.create(new HashMap<String, Object>(broker.clientProperties()))) {
        admin.createTopics(List.of(new NewTopic("left_over", 1, (short) 1))).all().get();
      }
      EmbeddedKafkaBroker embedded = (EmbeddedKafkaBroker) broker;
      assertThat(Await.until(Duration.ofSeconds(5), () -> !embedded.admin().names().isEmpty()))
          .isTrue();
    }
  }

  @Test
  void aTopicIsClosedWhenItsTestHasEnded() {
    run(EscapingTestCase.class);

    assertThat(EscapingTestCase.escaped).isNotNull();
    String name = EscapingTestCase.escaped.name();
    assertThatThrownBy(() -> EscapingTestCase.escaped.send("late"))
        .isInstanceOf(KafkaHarnessException.class)
        .hasMessage(
            "The topic "
                + name
                + " is deleted: its test has ended. A topic lives as long as its test; one for all"
                + " tests of a class is a static field with @Topic."
                + " See docs/errors/kafka-topic-closed.md");
  }

  static class EscapingTestCase {
    private static KafkaTopic escaped;

    @Test
    void test(@Topic KafkaTopic topic) {
      escaped = topic;
    }
  }

  @Test
  void aParameterOfAnotherTypeIsRefused() {
    assertRefused(
        OtherTypeTestCase.class,
        "The parameter 'topic' of OtherTypeTestCase.test() has @Topic, but is of type String. Make"
            + " it a KafkaTopic, or take @Topic away."
            + " See docs/errors/kafka-topic-declaration.md");
  }

  static class OtherTypeTestCase {
    @Test
    void test(@Topic String topic) {}
  }

  @Test
  void aFinalFieldIsRefused() {
    assertRefused(
        FinalFieldTestCase.class,
        "The field 'topic' of FinalFieldTestCase has @Topic and is final, so no topic can be put"
            + " into it. Take 'final' away. See docs/errors/kafka-topic-declaration.md");
  }

  static class FinalFieldTestCase {
    @Topic final KafkaTopic topic = null;

    @Test
    void test() {}
  }

  @Test
  void twoParametersThatWouldBeOneTopicAreRefused() {
    assertRefused(
        TwinsTestCase.class,
        "The parameter 'left' of TwinsTestCase.test() and the parameter 'right' of"
            + " TwinsTestCase.test() would be one and the same topic. Tell them apart:"
            + " @Topic(\"left\") and @Topic(\"right\"), or by their names: @Topic(name = ...)."
            + " See docs/errors/kafka-topic-declaration.md");
  }

  @KafkaTest
  static class TwinsTestCase {
    @Test
    void test(KafkaTopic left, @Topic(partitions = 2) KafkaTopic right) {}
  }

  @Test
  void twoFieldsThatWouldBeOneTopicAreRefused() {
    assertRefused(
        TwinFieldsTestCase.class,
        "The field 'left' of TwinFieldsTestCase and the field 'right' of TwinFieldsTestCase would"
            + " be one and the same topic. Tell them apart: @Topic(\"left\") and"
            + " @Topic(\"right\"), or by their names: @Topic(name = ...)."
            + " See docs/errors/kafka-topic-declaration.md");
  }

  static class TwinFieldsTestCase {
    @Topic KafkaTopic left;
    @Topic KafkaTopic right;

    @Test
    void test() {}
  }

  @Test
  void aLabelAndANameAreRefused() {
    assertRefused(
        LabelAndNameTestCase.class,
        "The parameter 'topic' of LabelAndNameTestCase.test() has a label ('a') and a name ('b')."
            + " A label is for a topic with a fresh name: leave one of them out."
            + " See docs/errors/kafka-topic-declaration.md");
  }

  static class LabelAndNameTestCase {
    @Test
    void test(@Topic(value = "a", name = "b") KafkaTopic topic) {}
  }

  @Test
  void anotherNumberOfPartitionsIsRefused() {
    EngineExecutionResults results = run(OtherPartitionsTestCase.class);

    assertThat(failures(results))
        .singleElement()
        .asString()
        .matches(
            "(?s).*The parameter 'topic' of OtherPartitionsTestCase\\.test\\(\\) wants 3"
                + " partitions, but the topic weir-test-[0-9a-f]{12} was declared before, with 1\\."
                + " Say the same number in both places, or give them different labels\\."
                + " See docs/errors/kafka-topic-declaration\\.md.*");
  }

  @KafkaTest
  static class OtherPartitionsTestCase {
    @BeforeEach
    void fill(KafkaTopic topic) {
      topic.send("a");
    }

    @Test
    void test(@Topic(partitions = 3) KafkaTopic topic) {}
  }

  @Test
  void noPartitionsAreRefused() {
    assertRefused(
        NoPartitionsTestCase.class,
        "The parameter 'people' of NoPartitionsTestCase.test() wants 0 partitions. A topic needs at"
            + " least 1. See docs/errors/kafka-topic-declaration.md");
  }

  static class NoPartitionsTestCase {
    @Test
    void test(@Topic(name = "people", partitions = 0) KafkaTopic people) {}
  }

  @Test
  void aTopicForTheWholeClassAsAParameterIsRefused() {
    EngineExecutionResults results = run(BeforeAllTestCase.class);

    assertThat(
            results.containerEvents().failed().stream()
                .map(KafkaExtensionTest::failure)
                .map(Throwable::getMessage))
        .singleElement()
        .asString()
        .endsWith(
            "BeforeAllTestCase.fill() is called once for the class, but a topic that is a parameter"
                + " belongs to one test. Declare a static field: @Topic static KafkaTopic topic."
                + " See docs/errors/kafka-topic-declaration.md");
  }

  @KafkaTest
  static class BeforeAllTestCase {
    @BeforeAll
    static void fill(KafkaTopic topic) {}

    @Test
    void test() {}
  }

  @Test
  void anInvalidNameIsRefusedByTheBroker() {
    assertRefused(
        InvalidNameTestCase.class,
        "The broker did not create the topic a b (1 partition): InvalidTopicException: Topic name"
            + " is invalid: 'a b' contains one or more characters other than ASCII alphanumerics,"
            + " '.', '_' and '-'. See docs/errors/kafka-topic-not-created.md");
  }

  static class InvalidNameTestCase {
    @Test
    void test(@Topic(name = "a b") KafkaTopic topic) {}
  }

  private static EngineExecutionResults run(Class<?>... classes) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(
            Set.of(classes).stream()
                .map(DiscoverySelectors::selectClass)
                .toArray(DiscoverySelector[]::new))
        .execute();
  }

  private static void assertRefused(Class<?> testCase, String text) {
    EngineExecutionResults results = run(testCase);

    results
        .testEvents()
        .assertThatEvents()
        .haveExactly(
            1, event(test(), finishedWithFailure(message(actual -> actual.endsWith(text)))));
    Throwable failure = failure(results.testEvents().failed().stream().findFirst().orElseThrow());
    assertThat(failure).isNotInstanceOf(AssertionError.class);
    assertThat(
            ExtensionConfigurationException.class.isInstance(failure)
                || failure.getCause() instanceof ExtensionConfigurationException
                || failure.getCause() instanceof KafkaHarnessException)
        .isTrue();
  }

  private static List<String> failures(EngineExecutionResults results) {
    return results.testEvents().failed().stream()
        .map(KafkaExtensionTest::failure)
        .map(Throwable::getMessage)
        .toList();
  }

  private static Throwable failure(Event event) {
    return event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
  }

  private static List<String> reports(EngineExecutionResults results) {
    return results.allEvents().stream()
        .filter(event -> event.getType() == EventType.REPORTING_ENTRY_PUBLISHED)
        .map(event -> event.getRequiredPayload(ReportEntry.class))
        .map(entry -> entry.getKeyValuePairs().get("weir.kafka.leaked"))
        .toList();
  }
}
