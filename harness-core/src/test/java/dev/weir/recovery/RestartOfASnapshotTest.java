package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.recovery.Refusals.OTHERWISE;
import static dev.weir.recovery.Refusals.PAGE;
import static dev.weir.recovery.Refusals.count;
import static dev.weir.recovery.Refusals.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StateStoreKind;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.query.Checksum;
import dev.weir.query.Restart;
import dev.weir.query.TestQuery;
import java.nio.file.Files;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snapshots of the state that Spark's maintenance has written beside the deltas or changelogs. */
@ExtendWith(WithHarness.class)
class RestartOfASnapshotTest {
  private Maintenance maintenance;

  private void maintainOften(StateStoreKind kind, StreamHarness harness) {
    maintenance = Maintenance.often(kind, harness);
  }

  @AfterEach
  void maintainAsBefore() {
    if (maintenance != null) {
      maintenance.close();
    }
  }

  private TestQuery withSnapshot(Refusals words, String snapshot) {
    return words.ran(
        to(OutputMode.Complete(), count(words.words.toDF())),
        query ->
            maintenance.await(
                () -> Files.exists(query.checkpointLocation().resolve(snapshot)),
                "write " + snapshot));
  }

  private static void isWhole(TestQuery query) {
    assertThat(query)
        .table()
        .containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L), row("cow", 1L));
  }

  @ParameterizedTest
  @CsvSource({"HDFS, state/0/0/3.snapshot, delta", "CHANGELOG, state/0/0/3.zip, changelog"})
  void isReadInPlaceOfWhatIsOlder(
      StateStoreKind kind, String snapshot, String suffix, StreamHarness harness) {
    maintainOften(kind, harness);
    Refusals words = new Refusals(harness);
    TestQuery first = withSnapshot(words, snapshot);
    first.checkpoint().delete("state/0/0/2." + suffix).delete("state/0/0/3." + suffix);
    isWhole(words.goesOn(first, Restart.asItWas()));
  }

  @ParameterizedTest
  @CsvSource({"HDFS, state/0/0/3.snapshot", "CHANGELOG, state/0/0/3.zip"})
  void withoutItTheDeltasAreRead(StateStoreKind kind, String snapshot, StreamHarness harness) {
    maintainOften(kind, harness);
    Refusals words = new Refusals(harness);
    TestQuery first = withSnapshot(words, snapshot);
    first.checkpoint().delete(snapshot);
    isWhole(words.goesOn(first, Restart.asItWas()));
  }

  /** The deltas are there and would do, but Spark does not try them. */
  @ParameterizedTest
  @CsvSource({
    "HDFS, state/0/0/3.snapshot, v.snapshot, state/0/0/.3.snapshot.crc",
    "CHANGELOG, state/0/0/3.zip, v.zip, state/0/0/.3.zip.crc"
  })
  void aDamagedOneIsNotPassedOver(
      StateStoreKind kind, String snapshot, String named, String checksum, StreamHarness harness) {
    maintainOften(kind, harness);
    Refusals words = new Refusals(harness);
    TestQuery first = withSnapshot(words, snapshot);
    first.checkpoint().corrupt(snapshot);
    assertThat(words.refusal(first, Restart.asItWas()))
        .isEqualTo(
            "The file "
                + snapshot
                + " is damaged: its bytes do not fit the checksum in "
                + checksum
                + " that Hadoop has written with it."
                + OTHERWISE
                + " Without the .crc file Spark would read the damage."
                + PAGE);
    first.checkpoint().cutShort(snapshot, 10, Checksum.REMOVED);
    assertThat(words.refusal(first, Restart.asItWas()))
        .isEqualTo(
            "A file of the checkpoint is cut short or damaged: a snapshot of the state (state/o/p/"
                + named
                + ")."
                + OTHERWISE
                + PAGE);
  }
}
