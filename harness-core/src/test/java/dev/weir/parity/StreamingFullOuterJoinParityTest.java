package dev.weir.parity;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports Spark's StreamingFullOuterJoinSuite. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class StreamingFullOuterJoinParityTest {

  // StreamingFullOuterJoinSuite "windowed full outer join"
  @Test
  void inWindows(StreamHarness harness) {
    Joined<Integer> join = Joined.inWindows(harness, "full_outer");
    TestQuery query = Checkpointed.start(harness, join.result(), OutputMode.Append());
    StateRows state = StateRows.of(query);

    join.left().add(1, 2, 3, 4, 5);
    join.right().add(3, 4, 5, 6, 7);
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(row(3, 10L, 6, 9), row(4, 10L, 8, 12), row(5, 10L, 10, 15));
    state.are(10, 10);

    // The watermark becomes 11, behind the first window.
    join.left().add(21);
    join.right().add(22);
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(
            row(1, 10L, 2, null),
            row(2, 10L, 4, null),
            row(6, 10L, null, 18),
            row(7, 10L, null, 21));
    state.are(2, 2);
    join.left().add(22);
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(22, 30L, 44, 66));
    state.are(3, 1);
    query.stop();

    // The watermark, 12 by now, comes back with the checkpoint.
    TestQuery second = Checkpointed.start(harness, join.result(), OutputMode.Append());
    StateRows secondState = StateRows.of(second);
    join.left().add(1);
    second.processAllAvailable();
    assertThat(second).newRows().isEmpty();
    secondState.are(3, 0, 1);
    join.right().add(5);
    second.processAllAvailable();
    assertThat(second).newRows().isEmpty();
    secondState.are(3, 0, 1);
  }

  // StreamingFullOuterJoinSuite "full outer join with watermark range condition"
  @Test
  void byATimeRange(StreamHarness harness) {
    Joined<Row> join = Joined.withinFiveSeconds(harness, "full_outer");
    TestQuery query = harness.start(join.result(), OutputMode.Append());
    StateRows state = StateRows.of(query);

    join.left().add(row(1, 5), row(3, 5));
    query.processAllAvailable();
    assertThat(query).newRows().isEmpty();
    state.are(2, 2);
    join.right().add(row(1, 10), row(2, 5));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(1, 1, 5, 10));
    state.are(4, 2);
    join.right().add(row(1, 9));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(1, 1, 5, 9));
    state.are(5, 1);
    join.left().add(row(1, 7), row(1, 30));
    query.processAllAvailable();
    assertThat(query).newRows().containsExactlyInAnyOrder(row(1, 1, 7, 9), row(1, 1, 7, 10));
    state.are(7, 2);
    // The watermark becomes 20.
    join.right().add(row(0, 30));
    query.processAllAvailable();
    assertThat(query)
        .newRows()
        .containsExactlyInAnyOrder(row(3, null, 5, null), row(null, 2, null, 5));
    state.are(2, 1);
  }
}
