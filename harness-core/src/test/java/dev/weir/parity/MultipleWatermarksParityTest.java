package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports those tests of Spark's EventTimeWatermarkSuite that have two watermarks. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class MultipleWatermarksParityTest {
  private static final String POLICY = "spark.sql.streaming.multipleWatermarkPolicy";

  private MemoryInput<Integer> left;
  private MemoryInput<Integer> right;

  @BeforeEach
  void openInputs(StreamHarness harness) {
    left = harness.memoryInput(Encoders.INT());
    right = harness.memoryInput(Encoders.INT());
  }

  private static Dataset<Row> timed(MemoryInput<Integer> seconds, String delay) {
    return seconds
        .toDF()
        .withColumn("eventTime", timestamp_seconds(col("value")))
        .withWatermark("eventTime", delay);
  }

  private Dataset<Row> union() {
    return timed(left, "10 seconds")
        .union(timed(right, "15 seconds"))
        .select(col("eventTime").cast("int"));
  }

  /**
   * Nothing in the query waits for the watermark, so no batch without data runs, and it is the next
   * batch that has the new one. This makes one, as Spark's test does.
   */
  private static void hasWatermark(TestQuery query, MemoryInput<Integer> input, long seconds) {
    input.add(1);
    query.processAllAvailable();
    assertThat(query).watermark().isEqualTo(Instant.ofEpochSecond(seconds));
  }

  private TestQuery start(StreamHarness harness) {
    return Checkpointed.start(harness, union(), OutputMode.Append());
  }

  private void add(TestQuery query, int leftSeconds, int rightSeconds) {
    left.add(leftSeconds);
    right.add(rightSeconds);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(leftSeconds, rightSeconds);
  }

  private void add(TestQuery query, MemoryInput<Integer> input, int seconds) {
    input.add(seconds);
    query.processAllAvailable();
    assertThat(query).lastBatch().containsExactlyInAnyOrder(seconds);
  }

  // EventTimeWatermarkSuite "MultipleWatermarkPolicy: max"
  @Test
  void theLatest(StreamHarness harness) {
    harness.spark().conf().set(POLICY, "max");
    TestQuery first = start(harness);
    add(first, 20, 30);
    hasWatermark(first, left, 15);
    first.stop();

    TestQuery second = start(harness);
    hasWatermark(second, left, 15);
    add(second, 120, 130);
    hasWatermark(second, left, 115);
    add(second, left, 150);
    hasWatermark(second, left, 140);
  }

  // EventTimeWatermarkSuite "MultipleWatermarkPolicy: min"
  @Test
  void theEarliest(StreamHarness harness) {
    harness.spark().conf().set(POLICY, "min");
    TestQuery first = start(harness);
    add(first, 20, 30);
    hasWatermark(first, left, 10);
    first.stop();

    TestQuery second = start(harness);
    hasWatermark(second, left, 10);
    add(second, 120, 130);
    hasWatermark(second, right, 110);
    add(second, right, 150);
    hasWatermark(second, right, 110);
  }

  // EventTimeWatermarkSuite "MultipleWatermarkPolicy: recovery from checkpoints ignores session
  // conf"
  @Test
  void thePolicyOfACheckpointStays(StreamHarness harness) {
    harness.spark().conf().set(POLICY, "max");
    TestQuery first = start(harness);
    add(first, 20, 30);
    hasWatermark(first, left, 15);
    first.stop();

    harness.spark().conf().set(POLICY, "min");
    TestQuery second = start(harness);
    hasWatermark(second, left, 15);
    add(second, 120, 130);
    hasWatermark(second, left, 115);
    add(second, left, 150);
    hasWatermark(second, left, 140);
  }

  // EventTimeWatermarkSuite "MultipleWatermarkPolicy: fail on incorrect conf values"
  @ParameterizedTest
  @ValueSource(strings = {"", "random"})
  void refusesAnotherPolicy(String policy, StreamHarness harness) {
    assertThatThrownBy(() -> harness.spark().conf().set(POLICY, policy))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Valid values are 'min' and 'max'");
  }

  /** The watermark after some seconds on the left, and some on the right. */
  private long watermarkAfter(TestQuery query, List<Integer> first, List<Integer> second) {
    if (!first.isEmpty()) {
      left.addAll(first);
    }
    if (!second.isEmpty()) {
      right.addAll(second);
    }
    query.processAllAvailable();
    // The next batch has the new watermark; a zero moves none.
    left.add(0);
    query.processAllAvailable();
    return query.watermark().orElse(Instant.EPOCH).getEpochSecond();
  }

  // EventTimeWatermarkSuite "watermark with 2 streams"
  @Test
  void ofTwoStreams(StreamHarness harness) {
    Dataset<Row> union =
        timed(left, "10 seconds")
            .select("value")
            .union(timed(right, "5 seconds").select("value"))
            .agg(sum("value"));
    TestQuery first = Checkpointed.start(harness, union, OutputMode.Complete());
    List<Integer> none = List.of();
    // It starts when there are rows on both sides, and is the earlier one's.
    isAfter(0, first, List.of(11), none);
    isAfter(1, first, none, List.of(6));
    isAfter(1, first, none, List.of(8));
    isAfter(3, first, List.of(21), none);
    isAfter(11, first, none, List.of(17, 28, 39));
    isAfter(21, first, List.of(31), none);
    isAfter(31, first, List.of(41), none);
    isAfter(34, first, List.of(51), none);
    // Rows on both sides at once.
    isAfter(90, first, List.of(100), List.of(100));
    isAfter(105, first, List.of(120), List.of(110));
    isAfter(120, first, List.of(130), List.of(125));
    // It never goes back.
    isAfter(120, first, List.of(100), List.of(100));
    isAfter(120, first, List.of(140), List.of(100));
    isAfter(130, first, List.of(100), List.of(135));
    isAfter(185, first, List.of(200), List.of(190));
    first.stop();

    // What a restart brings back is the query's watermark, and not that of the side ahead of it.
    TestQuery second = Checkpointed.start(harness, union, OutputMode.Complete());
    isAfter(185, second, none, none);
    isAfter(185, second, none, List.of(200));
    isAfter(190, second, List.of(200), none);
  }

  private void isAfter(long expected, TestQuery query, List<Integer> first, List<Integer> second) {
    Assertions.assertThat(watermarkAfter(query, first, second))
        .as("watermark after %s on the left and %s on the right", first, second)
        .isEqualTo(expected);
  }
}
