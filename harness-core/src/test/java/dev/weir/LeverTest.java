package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each lever is pulled by default, can be left out, and changes no answer. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class LeverTest {

  private static StreamHarness harness(StreamHarness shared, HarnessOptions options) {
    return StreamHarness.over(shared.spark().newSession(), options);
  }

  private static HarnessOptions without(Lever lever) {
    HarnessOptions fewer = HarnessOptions.fast().without(lever);
    // The default of Spark, 200, would only take long.
    return lever == Lever.ONE_SHUFFLE_PARTITION ? fewer.withShufflePartitions(3) : fewer;
  }

  private static Timestamp at(int second) {
    return new Timestamp(second * 1000L);
  }

  /** What queries of several kinds give, batch by batch. */
  private static List<Object> answers(StreamHarness shared, HarnessOptions options) {
    List<Object> answers = new ArrayList<>();
    try (StreamHarness harness = harness(shared, options)) {
      MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
      MemoryInput<Row> events =
          harness.memoryInput(new StructType().add("word", "string").add("time", "timestamp"));
      Dataset<Row> timed = events.toDF().withWatermark("time", "2 seconds");
      ConcurrentLinkedQueue<Row> written = new ConcurrentLinkedQueue<>();
      List<TestQuery> queries =
          List.of(
              harness.start(words.toDF().groupBy("value").count(), OutputMode.Complete()),
              harness.start(words.toDF().groupBy("value").count(), OutputMode.Update()),
              harness.start(
                  words.toDS().map((MapFunction<String, String>) w -> w + w, Encoders.STRING()),
                  OutputMode.Append()),
              harness.start(
                  words
                      .toDF()
                      .writeStream()
                      .foreachBatch(
                          (VoidFunction2<Dataset<Row>, Long>)
                              (batch, id) -> written.addAll(batch.distinct().collectAsList()))),
              harness.start(
                  timed.groupBy(window(col("time"), "5 seconds"), col("word")).count(),
                  OutputMode.Append()),
              harness.start(
                  timed.join(words.toDF(), col("word").equalTo(col("value"))),
                  OutputMode.Append()));
      List<Runnable> additions =
          List.of(
              () -> words.add("cat", "dog", "cat"),
              () -> events.add(RowFactory.create("cat", at(1)), RowFactory.create("dog", at(2))),
              () -> words.add("cow"),
              () -> events.add(RowFactory.create("cow", at(20)), RowFactory.create("cat", at(3))),
              () -> events.add(RowFactory.create("cow", at(4)), RowFactory.create("cat", at(40))));
      for (Runnable addition : additions) {
        addition.run();
        for (TestQuery query : queries) {
          query.processAllAvailable();
        }
      }
      for (TestQuery query : queries) {
        query
            .batches()
            .forEach(
                batch -> answers.add(batch.rows().stream().map(Row::toString).sorted().toList()));
      }
      answers.add(written.stream().map(Row::toString).sorted().toList());
    }
    return answers;
  }

  /** Those with all levers, with which the others are compared. */
  private static @Nullable List<Object> fast;

  private static List<Object> fast(StreamHarness shared) {
    List<Object> answers = fast == null ? answers(shared, HarnessOptions.fast()) : fast;
    fast = answers;
    return answers;
  }

  @ParameterizedTest
  @EnumSource
  void changesNoAnswer(Lever lever, StreamHarness shared) {
    assertThat(fast(shared))
        .contains(List.of("[cat,2]", "[dog,1]"), List.of("[catcat]", "[catcat]", "[dogdog]"));
    assertThat(answers(shared, without(lever))).isEqualTo(fast(shared));
  }

  @Test
  void noneChangesAnAnswerWhereAllAreLeftOut(StreamHarness shared) {
    assertThat(answers(shared, HarnessOptions.productionLike().withShufflePartitions(3)))
        .isEqualTo(fast(shared));
  }

  @ParameterizedTest
  @EnumSource
  void canBeLeftOut(Lever lever) {
    Map<String, String> conf = HarnessOptions.fast().conf();
    assertThat(conf).containsAllEntriesOf(lever.conf());
    assertThat(HarnessOptions.fast().without(lever).conf())
        .doesNotContainKeys(lever.conf().keySet().toArray(new String[0]))
        .hasSize(conf.size() - lever.conf().size());
    assertThat(HarnessOptions.fast().without(Lever.values()).conf()).isEmpty();
  }

  @Test
  void aProfileIsChosenByItsName() {
    assertThat(HarnessOptions.ofProfile("fast").conf()).isEqualTo(HarnessOptions.fast().conf());
    assertThat(HarnessOptions.ofProfile("production-like").conf()).isEmpty();
    Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> HarnessOptions.ofProfile("quick"))
        .withMessage(
            "-Dweir.profile is 'fast' or 'production-like', but here 'quick'."
                + " See docs/errors/options.md");
  }

  /** In whichever order the test says it. */
  @Test
  void leavesWhatTheTestHasSet() {
    assertThat(
            HarnessOptions.fast()
                .withShufflePartitions(3)
                .without(Lever.ONE_SHUFFLE_PARTITION)
                .conf())
        .containsEntry("spark.sql.shuffle.partitions", "3");
  }

  @Test
  void oneOrAllAreLeftOut() {
    // @start region="options"
    HarnessOptions fewer = HarnessOptions.defaults().without(Lever.SHARED_BROADCASTS);
    HarnessOptions none = HarnessOptions.productionLike(); // Spark as it comes
    // @end
    assertThat(fewer.conf())
        .doesNotContainKeys(Lever.SHARED_BROADCASTS.conf().keySet().toArray(new String[0]));
    assertThat(none.conf()).isEmpty();
  }

  /** The texts of the plans of the batches that a query runs. */
  private static List<String> planTexts(StreamHarness shared, HarnessOptions options)
      throws TimeoutException {
    ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();
    SparkContext context = shared.spark().sparkContext();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onOtherEvent(SparkListenerEvent event) {
            if (event instanceof SparkListenerSQLExecutionStart start) {
              texts.add(start.physicalPlanDescription());
            }
          }
        };
    context.addSparkListener(listener);
    try (StreamHarness harness = harness(shared, options)) {
      MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
      harness.start(words.toDF(), OutputMode.Append()).processAllAvailable();
      context.listenerBus().waitUntilEmpty();
    } finally {
      context.removeSparkListener(listener);
    }
    return List.copyOf(texts);
  }

  @Test
  @SinceSpark(value = "3.4", reason = "the planner has no place for the lever's rule")
  void theTextOfAPlan(StreamHarness shared) throws TimeoutException {
    assertThat(planTexts(shared, HarnessOptions.fast()))
        .isNotEmpty()
        .allMatch(
            text ->
                text.contains(
                    "The text of the plan is left out by Weir's fast profile"
                        + " (Lever.NO_PLAN_TEXTS)"));
    assertThat(planTexts(shared, HarnessOptions.fast().without(Lever.NO_PLAN_TEXTS)))
        .isNotEmpty()
        .allMatch(text -> text.contains("MicroBatchScan"));
    assertThat(
            planTexts(shared, HarnessOptions.fast().withConf("spark.sql.ui.explainMode", "simple")))
        .isNotEmpty()
        .allMatch(text -> text.contains("MicroBatchScan"));
  }

  @Test
  void aBroadcast(LocalSpark spark) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.newSession().sparkContext());
    List<String> value = new ArrayList<>(List.of("cat"));
    Assertions.assertThat(context.broadcast(value).getClass().getSimpleName())
        .isEqualTo("LocalBroadcast");
    try (StreamHarness without =
        StreamHarness.over(
            spark.newSession(), HarnessOptions.fast().without(Lever.SHARED_BROADCASTS))) {
      Assertions.assertThat(context.broadcast(value).getClass().getSimpleName())
          .isEqualTo("TorrentBroadcast");
      assertThat(without.queries()).isEmpty();
    }
    var broadcast = context.broadcast(value);
    assertThat(context.parallelize(List.of(1, 2)).map(n -> n + broadcast.value().get(0)).collect())
        .containsExactly("1cat", "2cat");
    broadcast.destroy();
    Assertions.assertThatThrownBy(broadcast::value)
        .hasMessageContaining(
            "Attempted to use Broadcast(" + broadcast.id() + ") after it was destroyed");
  }

  /** Whether the last trigger of a step has found data, as Spark's status says. */
  private static boolean endsWithItsBatch(
      StreamHarness shared, HarnessOptions options, UnaryOperator<Dataset<Row>> job) {
    try (StreamHarness harness = harness(shared, options)) {
      MemoryInput<Timestamp> times = harness.memoryInput(Encoders.TIMESTAMP()).add(at(7));
      TestQuery query = harness.start(job.apply(times.toDF()), OutputMode.Append());
      query.processAllAvailable();
      assertThat(query).lastBatch().hasSize(1);
      return query.streamingQuery().status().isDataAvailable();
    }
  }

  @Test
  void anIdleTrigger(StreamHarness shared) {
    HarnessOptions without = HarnessOptions.fast().without(Lever.NO_IDLE_TRIGGERS);
    Assertions.assertThat(endsWithItsBatch(shared, HarnessOptions.fast(), times -> times)).isTrue();
    Assertions.assertThat(endsWithItsBatch(shared, without, times -> times)).isFalse();
    // The watermark moves, so Spark is to be asked whether a batch without data follows.
    Assertions.assertThat(
            endsWithItsBatch(
                shared, HarnessOptions.fast(), times -> times.withWatermark("value", "1 second")))
        .isFalse();
  }

  /** Cannot be serialized. */
  private static final class Heavy {
    String of(String word) {
      return word + "!";
    }
  }

  /**
   * The same lambda expression first with what can be serialized, so that it has been looked at.
   */
  private static MapFunction<String, String> closure(Object captured) {
    return word -> captured instanceof Heavy heavy ? heavy.of(word) : word + captured;
  }

  @ParameterizedTest
  @EnumSource(names = "CLOSURES_CHECKED_ONCE")
  void aClosureThatCannotBeSerialized(Lever lever, StreamHarness shared) {
    for (HarnessOptions options :
        List.of(HarnessOptions.fast(), HarnessOptions.fast().without(lever))) {
      try (StreamHarness harness = harness(shared, options)) {
        MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
        TestQuery fine =
            harness.start(words.toDS().map(closure("?"), Encoders.STRING()), OutputMode.Append());
        fine.processAllAvailable();
        assertThat(fine).lastBatch().containsExactly("cat?");
        TestQuery bad =
            harness.start(
                words.toDS().map(closure(new Heavy()), Encoders.STRING()), OutputMode.Append());
        assertThat(bad).fails().withCause(java.io.NotSerializableException.class);
      }
    }
  }

  /** Each manager of queries hears of all events of the context, and Spark forgets none. */
  @Test
  void nothingStaysSubscribed(StreamHarness shared) {
    SparkContext context = shared.spark().sparkContext();
    answers(shared, HarnessOptions.fast());
    long before = subscribed(context);
    for (int i = 0; i < 3; i++) {
      try (StreamHarness harness = harness(shared, HarnessOptions.fast())) {
        MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
        TestQuery query =
            harness.start(words.toDF().groupBy("value").count(), OutputMode.Complete());
        query.processAllAvailable();
        assertThat(query).lastBatch().containsExactly(row("cat", 1L));
      }
    }
    assertThat(subscribed(context)).isEqualTo(before);
  }

  /** But for the one of each session, which Spark 3.3 removes when it collects the session. */
  private static long subscribed(SparkContext context) {
    return context.listenerBus().listeners().stream()
        .filter(listener -> !listener.getClass().getSimpleName().equals("ExecutionListenerBus"))
        .count();
  }
}
