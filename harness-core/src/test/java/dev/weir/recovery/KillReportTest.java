package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** What is said of rows after kills. */
class KillReportTest {
  private static final StructType COUNTS = StructType.fromDDL("word string, n int");
  private static final List<CrashAt> KILLS =
      List.of(CrashPoint.AFTER_SINK_WRITE.inBatch(0), CrashPoint.DURING_STOP.inBatch(1));

  private static List<SinkContents> counts(Row... rows) {
    return List.of(new SinkContents("counts", COUNTS, List.of(rows)));
  }

  private static KillReport report(List<SinkContents> expected, List<SinkContents> actual) {
    KillReport report = new KillReport("Counts");
    report.add(KILLS, expected, actual);
    return report;
  }

  @Test
  void allIsWell() {
    KillReport report = report(counts(row("a", 1), row("b", 1)), counts(row("b", 1), row("a", 1)));
    assertThat(report).isExactlyOnce().isAtLeastOnce();
    assertThat(report).hasToString("Counts, killed 2 times: 0 rows lost, 0 doubled, 0 unexpected");
  }

  @Test
  void rowsThatAreThereTwice() {
    KillReport report =
        report(counts(row("a", 1), row("a", 1)), counts(row("a", 1), row("a", 1), row("a", 1)));
    assertThat(report).isAtLeastOnce();
    assertThat(report.rowsDoubled()).containsExactly(row("a", 1));
    assertThat(report.sinks())
        .containsExactly(new KilledSink("counts", List.of(), List.of(row("a", 1)), List.of()));
  }

  @Test
  void arraysOfBytesAreComparedByValue() {
    List<SinkContents> expected = counts(row(new byte[] {1}, 1));
    assertThat(report(expected, counts(row(new byte[] {1}, 1)))).isExactlyOnce();
    assertThat(report(expected, counts(row(new byte[] {2}, 1))).rowsLost()).hasSize(1);
  }

  @Test
  void atLeastOnceIsNotKeptWhereRowsAreLostOrOthers() {
    KillReport report = report(counts(row("a", 1), row("b", 1)), counts(row("a", 2)));
    assertThat(report.rowsLost()).containsExactly(row("a", 1), row("b", 1));
    assertThat(report.rowsUnexpected()).containsExactly(row("a", 2));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).isAtLeastOnce())
        .withMessage(
            """
            Expecting each row at least once after kills of Counts
              after the sink's write, in batch 0
              during stop, in batch 1
            but compared with a run without a kill
              sink 'counts' has 2 rows lost:
                [a,1]
                [b,1]
              sink 'counts' has 1 row that should not be there:
                [a,2]
            A kill at one of these places alone shows which it is. See docs/errors/killed-rows.md""");
  }

  @Test
  void manyRowsOfSeveralRounds() {
    KillReport report = report(counts(row("a", 1)), counts(row("a", 1)));
    Row[] twelve = Collections.nCopies(12, row("a", 1)).toArray(new Row[0]);
    report.add(KILLS, counts(row("a", 1)), counts(twelve));
    assertThat(report)
        .hasToString("Counts, killed 4 times in 2 rounds: 0 rows lost, 11 doubled, 0 unexpected");
    String ten = "    [a,1]\n".repeat(10);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).isExactlyOnce())
        .withMessageContaining(
            "  sink 'counts', round 2 has 11 rows doubled:\n" + ten + "    and 1 more\nA kill");
    assertThat(Stream.of(CrashPoint.values()).mapToLong(report::kills).sum()).isEqualTo(4);
  }
}
