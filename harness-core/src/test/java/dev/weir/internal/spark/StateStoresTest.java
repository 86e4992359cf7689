package dev.weir.internal.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.LocalSpark;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.QueryFailedException;
import dev.weir.query.TestQuery;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.streaming.state.StateStore$;
import org.apache.spark.sql.execution.streaming.state.StateStoreId;
import org.apache.spark.sql.execution.streaming.state.StateStoreProviderId;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fact 20: what Spark keeps of a state after its query must not outlive the folder it is in. */
@ExtendWith(WithHarness.class)
class StateStoresTest {

  private static Dataset<Row> counts(MemoryInput<String> words) {
    return words.toDF().groupBy("value").count();
  }

  private static boolean isLoaded(TestQuery query) {
    StateStoreId store =
        new StateStoreId("file:" + query.checkpointLocation() + "/state", 0, 0, "default");
    return StateStore$.MODULE$.isLoaded(
        new StateStoreProviderId(store, query.streamingQuery().runId()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HDFSBackedStateStoreProvider", "RocksDBStateStoreProvider"})
  void areLetGoOfBeforeTheFolderIsDeleted(String provider, LocalSpark spark) {
    TestQuery query;
    try (StreamHarness harness = StreamHarness.over(spark.newSession())) {
      harness
          .spark()
          .conf()
          .set(
              "spark.sql.streaming.stateStore.providerClass",
              "org.apache.spark.sql.execution.streaming.state." + provider);
      MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
      query = harness.start(counts(words), OutputMode.Complete());
      query.processAllAvailable();
      assertThat(isLoaded(query)).isTrue();
    }
    assertThat(isLoaded(query)).isFalse();
    assertThat(query.checkpointLocation()).doesNotExist();
  }

  @Test
  void ofAFailedQueryToo(LocalSpark spark) {
    TestQuery query;
    try (StreamHarness harness = StreamHarness.over(spark.newSession())) {
      MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
      Dataset<Long> counts =
          counts(words).select("count").as(Encoders.LONG()).map(failingAtTwo(), Encoders.LONG());
      query = harness.start(counts.writeStream().outputMode(OutputMode.Complete()).format("noop"));
      query.processAllAvailable();
      words.add("cat");
      assertThatExceptionOfType(QueryFailedException.class).isThrownBy(query::processAllAvailable);
      assertThat(isLoaded(query)).isTrue();
    }
    assertThat(isLoaded(query)).isFalse();
  }

  private static MapFunction<Long, Long> failingAtTwo() {
    return count -> {
      if (count == 2) {
        throw new IllegalStateException("two");
      }
      return count;
    };
  }

  @Test
  void areNotMaintainedBetweenContexts(LocalSpark spark) {
    try (StreamHarness harness = StreamHarness.over(spark.newSession())) {
      MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
      harness.start(counts(words), OutputMode.Complete()).processAllAvailable();
    }
    assertThat(StateStore$.MODULE$.isMaintenanceRunning()).isTrue();
    spark.close();
    assertThat(StateStore$.MODULE$.isMaintenanceRunning()).isFalse();
  }
}
