package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import dev.weir.SinceSpark;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports Spark's StreamingQueryListenerSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class StreamingQueryListenerParityTest {

  /** Keeps events. Spark posts all but the first from another thread, so they are waited for. */
  private static final class Events extends StreamingQueryListener {
    private static final long serialVersionUID = 1L;

    private final LinkedBlockingQueue<Object> events = new LinkedBlockingQueue<>();

    @Override
    public void onQueryStarted(QueryStartedEvent event) {
      events.add(event);
    }

    @Override
    public void onQueryProgress(QueryProgressEvent event) {
      events.add(event);
    }

    @Override
    public void onQueryTerminated(QueryTerminatedEvent event) {
      events.add(event);
    }

    /** The next event; fails if it is another one, or none comes in a minute. */
    <E> E next(Class<E> type) throws InterruptedException {
      Object event = events.poll(60, TimeUnit.SECONDS);
      Assertions.assertThat(event).isInstanceOf(type);
      return type.cast(event);
    }

    boolean isEmpty() {
      return events.isEmpty();
    }
  }

  private static Events listen(StreamHarness harness) {
    Events events = new Events();
    harness.spark().streams().addListener(events);
    return events;
  }

  // StreamingQueryListenerSuite
  // "single listener, check trigger events are generated correctly"
  @Test
  void startProgressAndTermination(StreamHarness harness) throws Exception {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    Dataset<Integer> tenths =
        numbers.toDS().map((MapFunction<Integer, Integer>) n -> 10 / n, Encoders.INT());
    Events events = listen(harness);
    Assertions.assertThat(events.isEmpty()).isTrue();

    TestQuery query = Checkpointed.start(harness, tenths, OutputMode.Append());
    var started = events.next(StreamingQueryListener.QueryStartedEvent.class);
    Assertions.assertThat(started.id()).isEqualTo(query.streamingQuery().id());
    Assertions.assertThat(started.runId()).isEqualTo(query.streamingQuery().runId());
    Assertions.assertThat(started.name()).isEqualTo(query.streamingQuery().name());
    Assertions.assertThat(events.isEmpty()).isTrue();

    numbers.add(1, 2);
    query.processAllAvailable();
    assertThat(query).changeLog().containsExactlyInAnyOrder(10, 5);
    var progress = events.next(StreamingQueryListener.QueryProgressEvent.class).progress();
    Assertions.assertThat(progress.json()).isEqualTo(query.lastProgress().orElseThrow().json());

    query.stop();
    var stopped = events.next(StreamingQueryListener.QueryTerminatedEvent.class);
    Assertions.assertThat(stopped.id()).isEqualTo(query.streamingQuery().id());
    Assertions.assertThat(stopped.runId()).isEqualTo(query.streamingQuery().runId());
    Assertions.assertThat(stopped.exception().isEmpty()).isTrue();

    TestQuery failing = Checkpointed.start(harness, tenths, OutputMode.Append());
    events.next(StreamingQueryListener.QueryStartedEvent.class);
    numbers.add(0);
    assertThat(failing).fails().withCause(ArithmeticException.class);
    var failed = events.next(StreamingQueryListener.QueryTerminatedEvent.class);
    Assertions.assertThat(failed.id()).isEqualTo(failing.streamingQuery().id());
    Assertions.assertThat(failed.exception().get())
        .contains("java.lang.ArithmeticException", getClass().getSimpleName())
        .doesNotContain("StreamingQueryException");
  }

  // StreamingQueryListenerSuite
  // "SPARK-19594: all of listeners should receive QueryTerminatedEvent"
  @Test
  void eachListenerHearsOfTheEnd(StreamHarness harness) throws Exception {
    List<Events> listeners = Stream.generate(() -> listen(harness)).limit(5).toList();
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    TestQuery query = harness.start(numbers.toDF(), OutputMode.Append());
    query.stop();
    for (Events events : listeners) {
      events.next(StreamingQueryListener.QueryStartedEvent.class);
      var stopped = events.next(StreamingQueryListener.QueryTerminatedEvent.class);
      Assertions.assertThat(stopped.runId()).isEqualTo(query.streamingQuery().runId());
      Assertions.assertThat(stopped.exception().isEmpty()).isTrue();
    }
  }

  // as above
  @Test
  @SinceSpark(value = "3.5", reason = "the event has no error class (SPARK-43482)")
  void anEndWithoutAnErrorHasNoErrorClass(StreamHarness harness) throws Exception {
    Events events = listen(harness);
    startAndStop(harness);
    events.next(StreamingQueryListener.QueryStartedEvent.class);
    var stopped = events.next(StreamingQueryListener.QueryTerminatedEvent.class);
    Assertions.assertThat(stopped.errorClassOnException().isEmpty()).isTrue();
  }

  // StreamingQueryListenerSuite "adding and removing listener"
  @Test
  void aListenerHearsFromWhenItIsAddedUntilItIsRemoved(StreamHarness harness) throws Exception {
    Events one = listen(harness);
    startAndStop(harness);
    one.next(StreamingQueryListener.QueryStartedEvent.class);
    one.next(StreamingQueryListener.QueryTerminatedEvent.class);

    Events two = listen(harness);
    startAndStop(harness);
    one.next(StreamingQueryListener.QueryStartedEvent.class);
    two.next(StreamingQueryListener.QueryStartedEvent.class);
    one.next(StreamingQueryListener.QueryTerminatedEvent.class);
    two.next(StreamingQueryListener.QueryTerminatedEvent.class);

    harness.spark().streams().removeListener(one);
    startAndStop(harness);
    two.next(StreamingQueryListener.QueryStartedEvent.class);
    two.next(StreamingQueryListener.QueryTerminatedEvent.class);
    Assertions.assertThat(one.isEmpty()).isTrue();
  }

  private static void startAndStop(StreamHarness harness) {
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    harness.start(numbers.toDF(), OutputMode.Append()).stop();
  }

  // StreamingQueryListenerSuite "listener propagates observable metrics"
  @Test
  void observedMetricsAreInTheProgress(StreamHarness harness) throws Exception {
    Events events = listen(harness);
    MemoryInput<Integer> numbers = harness.memoryInput(Encoders.INT());
    Dataset<Row> observed =
        numbers
            .toDF()
            .observe(
                "my_event",
                min(col("value")).as("min_val"),
                max(col("value")).as("max_val"),
                sum(col("value")).as("sum_val"),
                count(expr("CASE WHEN value % 2 = 0 THEN 1 END")).as("num_even"),
                expr("percentile_approx(value, 0.5, 100)").as("percentile_approx_val"))
            .observe("other_event", avg(col("value")).cast("int").as("avg_val"));
    TestQuery query = harness.start(observed, OutputMode.Append());
    events.next(StreamingQueryListener.QueryStartedEvent.class);

    numbers.add(1, 2);
    query.processAllAvailable();
    metricsAre(events, row(1, 2, 3L, 1L, 1), row(1));
    numbers.add(10, 30, -10, 5);
    query.processAllAvailable();
    metricsAre(events, row(-10, 30, 35L, 3L, 5), row(8));
  }

  private static void metricsAre(Events events, Row mine, Row other) throws InterruptedException {
    Assertions.assertThat(
            events
                .next(StreamingQueryListener.QueryProgressEvent.class)
                .progress()
                .observedMetrics())
        .containsEntry("my_event", mine)
        .containsEntry("other_event", other);
  }
}
