package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.input.MemoryInput;
import dev.weir.query.Step;
import dev.weir.query.TestQuery;
import java.time.Instant;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.Trigger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Time stands still, and moves when the test says so. */
@ExtendWith(WithHarness.class)
class ProcessingTimeTest {
  private static final Instant NINE = Instant.parse("2024-02-05T09:00:00Z");

  private StreamHarness harness;

  @BeforeEach
  void openHarness(LocalSpark spark) {
    harness =
        StreamHarness.over(spark.newSession(), HarnessOptions.defaults().withClockStartingAt(NINE));
  }

  @AfterEach
  void closeHarness() {
    harness.close();
  }

  @Test
  void currentTimestampIsTheHarnesssTime() {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query =
        harness.start(lines.toDF().withColumn("at", current_timestamp()), OutputMode.Append());
    lines.add("a");
    query.processAllAvailable();
    lines.add("b");
    query.processAllAvailable();
    query.advanceTime(ofMinutes(5));
    lines.add("c");
    query.processAllAvailable();
    assertThat(query)
        .changeLog()
        .containsExactly(row("a", NINE), row("b", NINE), row("c", NINE.plus(ofMinutes(5))));
  }

  /** The timeout is due strictly after its time. */
  @Test
  void aStatesTimeoutIsNotWaitedFor() {
    MemoryInput<String> users = harness.memoryInput(Encoders.STRING());
    FlatMapGroupsWithStateFunction<String, String, Integer, String> sessions =
        (user, rows, state) -> {
          if (state.hasTimedOut()) {
            state.remove();
            return List.of(user + " left").iterator();
          }
          state.update(1);
          state.setTimeoutDuration("10 minutes");
          return List.<String>of().iterator();
        };
    TestQuery query =
        harness.start(
            users
                .toDS()
                .groupByKey((MapFunction<String, String>) u -> u, Encoders.STRING())
                .flatMapGroupsWithState(
                    sessions,
                    OutputMode.Append(),
                    Encoders.INT(),
                    Encoders.STRING(),
                    GroupStateTimeout.ProcessingTimeTimeout()),
            OutputMode.Append());
    users.add("ann");
    query.processAllAvailable();
    query.advanceTime(ofMinutes(10));
    assertThat(query).newRows().isEmpty();
    query.advanceTime(ofMillis(1));
    assertThat(query).newRows().containsExactlyInAnyOrder("ann left");
  }

  @Test
  void anIntervalFiresAtEachOfItsTimes() {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query =
        harness.start(
            lines
                .toDF()
                .withColumn("at", current_timestamp())
                .writeStream()
                .format("noop")
                .trigger(Trigger.ProcessingTime("10 seconds")));
    lines.add("a");
    Assertions.assertThat(query.advanceTime(ofSeconds(9)).isEmpty()).isTrue();
    Step step = query.advanceTime(ofSeconds(1));
    Assertions.assertThat(step.batchIds()).containsExactly(0L);
    lines.add("b");
    query.advanceTime(ofSeconds(35));
    Assertions.assertThat(harness.now()).isEqualTo(NINE.plusSeconds(45));
    assertThat(query)
        .changeLog()
        .containsExactly(row("a", NINE.plusSeconds(10)), row("b", NINE.plusSeconds(20)));
  }

  @Test
  void timeDoesNotGoBack() {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING());
    TestQuery query = harness.start(lines.toDF(), OutputMode.Append());
    assertThatThrownBy(() -> query.advanceTime(ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Time only moves forward, but was to move by PT-1S. See docs/errors/time.md");
    Assertions.assertThat(harness.now()).isEqualTo(NINE);
  }
}
