package dev.weir.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineExecutionResults;

class SharedContextTest {

  /** A context lives from the first test that needs one to the end of the run. */
  @ExtendWith(SparkStreamingExtension.class)
  static class FirstTestCases {
    static final Set<SparkContext> CONTEXTS = ConcurrentHashMap.newKeySet();

    @RepeatedTest(3)
    void one(SparkSession spark, StreamHarness harness) {
      CONTEXTS.add(spark.sparkContext());
      MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
      TestQuery query = harness.start("same name", lines.toDF(), OutputMode.Append());
      lines.add("x");
      query.processAllAvailable();
      assertThat(query.table().rows()).containsExactly(RowFactory.create("x"));
    }
  }

  static class SecondTestCases extends FirstTestCases {}

  @Test
  void allClassesShareOneContext() {
    FirstTestCases.CONTEXTS.clear();
    EngineExecutionResults results = Kit.run(FirstTestCases.class, SecondTestCases.class);
    assertThat(Kit.failures(results)).isEmpty();
    assertThat(FirstTestCases.CONTEXTS).hasSize(1);
  }

  @Test
  void alsoWhenTheyRunInParallel() {
    FirstTestCases.CONTEXTS.clear();
    EngineExecutionResults results =
        Kit.runConcurrently(FirstTestCases.class, SecondTestCases.class);
    assertThat(Kit.failures(results)).isEmpty();
    results.testEvents().assertStatistics(s -> s.succeeded(6));
    assertThat(FirstTestCases.CONTEXTS).hasSize(1);
  }

  @SparkStreamingTest(master = "local[1]", conf = "spark.weir.example=yes")
  static class OtherMasterTestCases {
    @Test
    void hasItsOwn(SparkSession spark) {
      assertThat(spark.sparkContext().master()).isEqualTo("local[1]");
      assertThat(spark.sparkContext().getConf().get("spark.weir.example")).isEqualTo("yes");
    }
  }

  @Test
  void aClassThatAsksForAnotherContextGetsIt() {
    assertThat(Kit.failures(Kit.run(FirstTestCases.class, OtherMasterTestCases.class))).isEmpty();
  }

  @ExtendWith(SparkStreamingExtension.class)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class StoppingTestCases {
    static SparkContext stopped;

    @Test
    @Order(1)
    void stopsTheSession(SparkSession spark) {
      stopped = spark.sparkContext();
      spark.stop();
    }

    @Test
    @Order(2)
    void getsANewOne(SparkSession spark, StreamHarness harness) {
      assertThat(spark.sparkContext()).isNotSameAs(stopped);
      MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
      TestQuery query = harness.start(lines.toDF(), OutputMode.Append());
      lines.add("x");
      query.processAllAvailable();
      assertThat(query.table().rows()).containsExactly(RowFactory.create("x"));
    }
  }

  @Test
  void aTestThatStopsTheSessionIsNamedAndTheNextGetsANewOne() {
    EngineExecutionResults results = Kit.run(StoppingTestCases.class);

    results.testEvents().assertStatistics(s -> s.succeeded(2));
    List<String> reports = Kit.reports(results, "weir.leak");
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0))
        .startsWith(
            "the shared SparkContext was stopped during StoppingTestCases.stopsTheSession(SparkSession)"
                + " by thread '")
        .contains(StoppingTestCases.class.getName() + ".stopsTheSession")
        .endsWith(
            "The next test gets a new one."
                + " A job's main should leave the session to whoever made it.");
  }
}
