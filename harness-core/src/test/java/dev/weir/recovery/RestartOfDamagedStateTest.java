package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.recovery.Refusals.OTHERWISE;
import static dev.weir.recovery.Refusals.PAGE;
import static dev.weir.recovery.Refusals.to;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.SparkVersion;
import dev.weir.StateStoreKind;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.query.Checkpoint;
import dev.weir.query.CheckpointFile;
import dev.weir.query.Checksum;
import dev.weir.query.Restart;
import dev.weir.query.TestQuery;
import java.util.List;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Spark 3.5 makes of files of the state that are damaged or not there. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class RestartOfDamagedStateTest {

  private static String named(StateStoreKind store) {
    return switch (store) {
      case HDFS -> "a delta of the state (state/o/p/v.delta)";
      case ROCKSDB -> "a snapshot of the state (state/o/p/v.zip)";
      case CHANGELOG -> "a changelog of the state (state/o/p/v.changelog)";
    };
  }

  /** The oldest version that the last one is made of: a zip has all of it. */
  private static int oldest(StateStoreKind store) {
    return store == StateStoreKind.ROCKSDB ? 3 : 2;
  }

  private static void isWhole(TestQuery query) {
    assertThat(query)
        .table()
        .containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L), row("cow", 1L));
  }

  private static String missing(String path) {
    return "The checkpoint has lost the file "
        + path
        + ", which has a part of the state that the next batch goes on from."
        + OTHERWISE;
  }

  private static String damaged(String what) {
    return "A file of the checkpoint is cut short or damaged: " + what + "." + OTHERWISE + PAGE;
  }

  private static String checksum(String path) {
    return "The file "
        + path
        + " is damaged: its bytes do not fit the checksum in "
        + path.replaceFirst("/([^/]*)$", "/.$1.crc")
        + " that Hadoop has written with it."
        + OTHERWISE
        + " Without the .crc file Spark would read the damage."
        + PAGE;
  }

  /** Which of the two files of a version is looked for last. */
  private static String lookedFor(String file) {
    return SparkVersion.isAtLeast("3.5") ? file.replace(".zip", ".changelog") : file;
  }

  private static String orSnapshot(StateStoreKind store, int version) {
    return store == StateStoreKind.HDFS || !SparkVersion.isAtLeast("3.5")
        ? PAGE
        : " Without changelog checkpointing it is state/0/0/"
            + version
            + ".zip that is missing: Spark looks for the changelog second."
            + PAGE;
  }

  @ParameterizedTest
  @EnumSource
  void aVersionThatIsGone(StateStoreKind store, StreamHarness harness) {
    store.use(harness);
    for (int version = oldest(store); version <= 3; version++) {
      String file = store.file(version);
      assertThat(new Refusals(harness).damagedBy(files -> files.delete(file)))
          .isEqualTo(missing(lookedFor(file)) + orSnapshot(store, version));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aVersionOfOtherBytesThanItsChecksums(StateStoreKind store, StreamHarness harness) {
    store.use(harness);
    for (int version = oldest(store); version <= 3; version++) {
      String file = store.file(version);
      assertThat(new Refusals(harness).damagedBy(files -> files.corrupt(file)))
          .isEqualTo(checksum(file));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aVersionOfOtherBytes(StateStoreKind store, StreamHarness harness) {
    store.use(harness);
    for (int version = oldest(store); version <= 3; version++) {
      String file = store.file(version);
      assertThat(new Refusals(harness).damagedBy(files -> files.corrupt(file, Checksum.REMOVED)))
          .isEqualTo(damaged(named(store)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyVersion(StateStoreKind store, StreamHarness harness) {
    store.use(harness);
    String file = store.file(3);
    assertThat(new Refusals(harness).damagedBy(files -> files.cutShort(file, 0)))
        .isEqualTo(damaged(named(store)));
  }

  @ParameterizedTest
  @EnumSource
  void aVersionThatIsCutShort(StateStoreKind store, StreamHarness harness) {
    store.use(harness);
    String file = store.file(3);
    assertThat(new Refusals(harness).damagedBy(files -> files.cutShort(file, 10, Checksum.REMOVED)))
        .isEqualTo(damaged(named(store)));
  }

  /** Without changelogs each zip has the whole state. */
  @Test
  void anOlderSnapshotOfRocksDbIsNotRead(StreamHarness harness) {
    StateStoreKind.ROCKSDB.use(harness);
    isWhole(
        new Refusals(harness)
            .survives(files -> files.delete("state/0/0/1.zip").corrupt("state/0/0/2.zip")));
  }

  @Test
  void aTableOfRocksDbThatIsGone(StreamHarness harness) {
    StateStoreKind.ROCKSDB.use(harness);
    Refusals words = new Refusals(harness);
    TestQuery first = words.counted();
    List<String> tables = first.checkpoint().files(CheckpointFile.STATE_TABLE);
    String last = tables.get(tables.size() - 1);
    first.checkpoint().delete(last);
    assertThat(words.refusal(first, Restart.asItWas())).isEqualTo(missing(last) + PAGE);
  }

  @Test
  void aTableOfRocksDbOfOtherBytesThanItsChecksums(StreamHarness harness) {
    StateStoreKind.ROCKSDB.use(harness);
    Refusals words = new Refusals(harness);
    TestQuery first = words.counted();
    List<String> tables = first.checkpoint().files(CheckpointFile.STATE_TABLE);
    String last = tables.get(tables.size() - 1);
    first.checkpoint().corrupt(last);
    assertThat(words.refusal(first, Restart.asItWas())).isEqualTo(checksum(last));
  }

  @Test
  void tablesOfRocksDbOfOtherBytes(StreamHarness harness) {
    StateStoreKind.ROCKSDB.use(harness);
    assertThat(new Refusals(harness).damagedBy(RestartOfDamagedStateTest::corruptAllTables))
        .isEqualTo(damaged("a table of RocksDB (state/o/p/SSTs)"));
  }

  private static void corruptAllTables(Checkpoint files) {
    for (String table : files.files(CheckpointFile.STATE_TABLE)) {
      files.corrupt(table, Checksum.REMOVED);
    }
  }

  @Test
  void anEmptyTableOfRocksDb(StreamHarness harness) {
    StateStoreKind.ROCKSDB.use(harness);
    Refusals words = new Refusals(harness);
    TestQuery first = words.counted();
    List<String> tables = first.checkpoint().files(CheckpointFile.STATE_TABLE);
    String last = tables.get(tables.size() - 1);
    first.checkpoint().cutShort(last, 0);
    assertThat(words.refusal(first, Restart.asItWas())).isEqualTo(damaged(last));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30})
  void aSchemaThatIsCutShort(int bytes, StreamHarness harness) {
    assertThat(
            new Refusals(harness)
                .damagedBy(
                    files -> files.cutShort("state/0/0/_metadata/schema", bytes, Checksum.REMOVED)))
        .isEqualTo(damaged("the schema of the state (state/o/0/_metadata/schema)"));
  }

  @Test
  void aSchemaOfOtherBytes(StreamHarness harness) {
    String schema = "state/0/0/_metadata/schema";
    assertThat(new Refusals(harness).damagedBy(files -> files.corrupt(schema)))
        .isEqualTo(checksum(schema));
    assertThat(new Refusals(harness).damagedBy(files -> files.corrupt(schema, Checksum.REMOVED)))
        .isEqualTo(damaged("the schema of the state (state/o/0/_metadata/schema)"));
  }

  @Test
  void withoutItsSchemaTheStateGoesOn(StreamHarness harness) {
    TestQuery query =
        new Refusals(harness).survives(files -> files.delete("state/0/0/_metadata/schema"));
    isWhole(query);
    assertThat(query.checkpoint().files(CheckpointFile.STATE_SCHEMA)).hasSize(1);
  }

  /** Spark writes the schema of the job that starts, and finds the old rows in it. */
  @Test
  void withoutItsSchemaTheStateOfAnotherJobIsFoundByItsRows(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first = words.counted();
    first.checkpoint().delete("state/0/0/_metadata/schema");
    Restart averages =
        Restart.with(
            to(
                OutputMode.Complete(),
                words.words.toDF().groupBy("value").agg(avg(length(col("value"))))));
    assertThat(words.refusal(first, averages))
        .startsWith("The rows of the state are not those that the job keeps now.");
  }

  @Test
  void withoutAnyState(StreamHarness harness) {
    assertThat(new Refusals(harness).damagedBy(files -> files.delete("state")))
        .startsWith(
            "Operator 0 has no state in the checkpoint for partition 0: state/0/0/1.delta is not"
                + " there.")
        .endsWith("If the job is the same, the file was lost: restore it from a backup." + PAGE);
  }
}
