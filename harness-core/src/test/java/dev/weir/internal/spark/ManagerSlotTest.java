package dev.weir.internal.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.LocalSpark;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a session has of managers of queries before, during and after a harness. */
@ExtendWith(WithHarness.class)
class ManagerSlotTest {
  private static final String LISTENERS = "spark.sql.streaming.streamingQueryListeners";

  /** Made by Spark, for each manager. */
  public static final class Configured extends StreamingQueryListener {
    private static final long serialVersionUID = 1L;

    @Override
    public void onQueryStarted(QueryStartedEvent event) {}

    @Override
    public void onQueryProgress(QueryProgressEvent event) {}

    @Override
    public void onQueryTerminated(QueryTerminatedEvent event) {}
  }

  @Test
  void noneIsMadeThatNobodyHasAskedFor(LocalSpark spark) {
    SparkSession session = spark.newSession();
    try (StreamHarness harness = StreamHarness.over(session)) {
      assertThat(session.streams()).isInstanceOf(GovernedQueryManager.class);
      assertThat(harness.queries()).isEmpty();
    }
    assertThat(ManagerSlot.of(session).get()).isNull();
    assertThat(session.streams().getClass()).isEqualTo(StreamingQueryManager.class);
  }

  @Test
  void theOneThatWasThereComesBack(LocalSpark spark) {
    SparkSession session = spark.newSession();
    StreamingQueryManager before = session.streams();
    try (StreamHarness harness = StreamHarness.over(session)) {
      assertThat(session.streams()).isNotSameAs(before);
      assertThat(harness.queries()).isEmpty();
    }
    assertThat(session.streams()).isSameAs(before);
  }

  /** Each manager makes its own of those in the configuration. */
  @Test
  void aListenerOfTheConfigurationIsThereOnce(LocalSpark spark) {
    SparkSession session = spark.newSession();
    SparkConf conf = session.sparkContext().conf();
    conf.set(LISTENERS, Configured.class.getName());
    try {
      Configured added = new Configured();
      session.streams().addListener(added);
      assertThat(session.streams().listListeners()).hasSize(2);
      try (StreamHarness harness = StreamHarness.over(session)) {
        assertThat(session.streams().listListeners()).hasSize(2).contains(added);
        assertThat(harness.queries()).isEmpty();
      }
    } finally {
      conf.remove(LISTENERS);
    }
  }
}
