package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.recovery.Refusals.OTHERWISE;
import static dev.weir.recovery.Refusals.PAGE;
import static dev.weir.recovery.Refusals.STATE;
import static dev.weir.recovery.Refusals.count;
import static dev.weir.recovery.Refusals.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.query.Checksum;
import dev.weir.query.Restart;
import dev.weir.query.TestQuery;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.execution.streaming.state.StateStore$;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snapshots of the state that Spark's maintenance has written beside the deltas or changelogs. */
@ExtendWith(WithHarness.class)
class RestartOfASnapshotTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** One thread maintains all stores of the JVM, with the interval of the first one. */
  private static void maintainOften(String provider, StreamHarness harness) {
    StateStore$.MODULE$.stop();
    var conf = harness.spark().conf();
    conf.set("spark.sql.streaming.stateStore.maintenanceInterval", "20ms");
    conf.set("spark.sql.streaming.stateStore.minDeltasForSnapshot", 0);
    conf.set("spark.sql.streaming.stateStore.providerClass", STATE + provider);
    conf.set("spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled", true);
  }

  @AfterEach
  void maintainAsBefore() {
    StateStore$.MODULE$.stop();
  }

  private static TestQuery withSnapshot(Refusals words, String snapshot) {
    return words.ran(
        to(OutputMode.Complete(), count(words.words.toDF())), query -> await(query, snapshot));
  }

  private static void await(TestQuery query, String file) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(query.checkpointLocation().resolve(file))) {
      assertThat(System.nanoTime()).as("time left to write " + file).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private static void isWhole(TestQuery query) {
    assertThat(query)
        .table()
        .containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L), row("cow", 1L));
  }

  @ParameterizedTest
  @CsvSource({
    "HDFSBackedStateStoreProvider, state/0/0/3.snapshot, delta",
    "RocksDBStateStoreProvider, state/0/0/3.zip, changelog"
  })
  void isReadInPlaceOfWhatIsOlder(
      String provider, String snapshot, String suffix, StreamHarness harness) {
    maintainOften(provider, harness);
    Refusals words = new Refusals(harness);
    TestQuery first = withSnapshot(words, snapshot);
    first.checkpoint().delete("state/0/0/2." + suffix).delete("state/0/0/3." + suffix);
    isWhole(words.goesOn(first, Restart.asItWas()));
  }

  @ParameterizedTest
  @CsvSource({
    "HDFSBackedStateStoreProvider, state/0/0/3.snapshot",
    "RocksDBStateStoreProvider, state/0/0/3.zip"
  })
  void withoutItTheDeltasAreRead(String provider, String snapshot, StreamHarness harness) {
    maintainOften(provider, harness);
    Refusals words = new Refusals(harness);
    TestQuery first = withSnapshot(words, snapshot);
    first.checkpoint().delete(snapshot);
    isWhole(words.goesOn(first, Restart.asItWas()));
  }

  /** The deltas are there and would do, but Spark does not try them. */
  @ParameterizedTest
  @CsvSource({
    "HDFSBackedStateStoreProvider, state/0/0/3.snapshot, v.snapshot, state/0/0/.3.snapshot.crc",
    "RocksDBStateStoreProvider, state/0/0/3.zip, v.zip, state/0/0/.3.zip.crc"
  })
  void aDamagedOneIsNotPassedOver(
      String provider, String snapshot, String named, String checksum, StreamHarness harness) {
    maintainOften(provider, harness);
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
