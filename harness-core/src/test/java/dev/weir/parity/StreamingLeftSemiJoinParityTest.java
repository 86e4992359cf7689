package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports Spark's StreamingLeftSemiJoinSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class StreamingLeftSemiJoinParityTest {

  // StreamingLeftSemiJoinSuite "windowed left semi join"
  @Test
  void inWindows(StreamHarness harness) {
    Joined<Integer> join = Joined.inWindows(harness, "left_semi");
    TestQuery query = Checkpointed.start(harness, join.result(), OutputMode.Append());
    StateRows state = StateRows.of(query);

    join.left().add(1, 2, 3, 4, 5);
    join.right().add(3, 4, 5, 6, 7);
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(row(3, 10L, 6), row(4, 10L, 8), row(5, 10L, 10));
    state.are(10, 10);
    // The watermark becomes 11: the first window is evicted, and emits nothing.
    join.left().add(21);
    join.right().add(22);
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    state.are(2, 2);
    // A left row that matches at once need not be kept.
    join.left().add(22);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(22, 30L, 44));
    state.are(2, 0);
    query.stop();

    TestQuery second = Checkpointed.start(harness, join.result(), OutputMode.Append());
    StateRows secondState = StateRows.of(second);
    join.left().add(1);
    second.processAllAvailable();
    assertThat(second).newRows().isEmpty();
    secondState.are(2, 0, 1);
    join.right().add(5);
    second.processAllAvailable();
    assertThat(second).newRows().isEmpty();
    secondState.are(2, 0, 1);
  }
}
