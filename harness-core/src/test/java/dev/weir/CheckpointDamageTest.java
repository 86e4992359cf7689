package dev.weir;

import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weir.input.MemoryInput;
import dev.weir.query.Checkpoint;
import dev.weir.query.CheckpointFile;
import dev.weir.query.Checksum;
import dev.weir.query.TestQuery;
import dev.weir.sink.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A test deletes, cuts short and changes the files of a checkpoint. */
@ExtendWith(WithHarness.class)
class CheckpointDamageTest {

  private static DataStreamWriter<Row> counts(MemoryInput<String> words) {
    return words
        .toDF()
        .groupBy("value")
        .count()
        .writeStream()
        .outputMode(OutputMode.Complete())
        .format("noop");
  }

  /** A query that has run batches 0 and 1, and is stopped. */
  private static TestQuery stopped(StreamHarness harness, MemoryInput<String> words) {
    // One store, whatever the profile.
    harness.spark().conf().set("spark.sql.shuffle.partitions", 1);
    TestQuery query = harness.start(counts(words).queryName("counts"));
    for (String word : new String[] {"cat", "dog"}) {
      words.add(word);
      query.processAllAvailable();
    }
    query.stop();
    return query;
  }

  @ParameterizedTest
  @CsvSource({
    "METADATA, metadata",
    "OFFSETS, offsets/10",
    "COMMIT, commits/0",
    "SOURCE, sources/0/0",
    "STATE_SCHEMA, state/0/0/left-keyToNumValues/_metadata/schema",
    "STATE_DELTA, state/0/3/2.delta",
    "STATE_CHANGELOG, state/0/3/2.changelog",
    "STATE_SNAPSHOT, state/0/3/2.snapshot",
    "STATE_SNAPSHOT, state/0/3/2.zip",
    "STATE_TABLE, state/0/3/SSTs/000008-91413e31.sst",
    "OTHER, state/0/3/notes.txt",
    "OTHER, offsets/.hidden"
  })
  void whatAFileIsFor(CheckpointFile kind, String path) {
    assertThat(CheckpointFile.of(path)).isEqualTo(kind);
  }

  @Test
  void theFilesOfTheHdfsBackedStore(StreamHarness harness) {
    Checkpoint checkpoint = stopped(harness, words(harness)).checkpoint();
    assertThat(checkpoint.files())
        .containsExactly(
            "commits/0",
            "commits/1",
            "metadata",
            "offsets/0",
            "offsets/1",
            "state/0/0/1.delta",
            "state/0/0/2.delta",
            "state/0/0/_metadata/schema");
    assertThat(checkpoint.files(CheckpointFile.OFFSETS)).containsExactly("offsets/0", "offsets/1");
  }

  @ParameterizedTest
  @CsvSource({"ROCKSDB, STATE_SNAPSHOT", "CHANGELOG, STATE_CHANGELOG"})
  void theFilesOfRocksDb(StateStoreKind store, CheckpointFile kind, StreamHarness harness) {
    store.use(harness);
    Checkpoint checkpoint = stopped(harness, words(harness)).checkpoint();
    assertThat(checkpoint.files(kind)).containsExactly(store.file(1), store.file(2));
    assertThat(checkpoint.files(CheckpointFile.STATE_TABLE).isEmpty())
        .isEqualTo(store == StateStoreKind.CHANGELOG);
    assertThat(checkpoint.files(CheckpointFile.OTHER)).isEmpty();
  }

  @Test
  void manyFilesAreInTheOrderOfTheirNumbers(StreamHarness harness) throws IOException {
    TestQuery query = stopped(harness, words(harness));
    for (int batch = 2; batch < 12; batch++) {
      Files.writeString(query.checkpointLocation().resolve("offsets/" + batch), "v1");
    }
    assertThat(query.checkpoint().files(CheckpointFile.OFFSETS))
        .startsWith("offsets/0", "offsets/1", "offsets/2")
        .endsWith("offsets/9", "offsets/10", "offsets/11");
  }

  @Test
  void aDeletedFileIsGoneWithItsChecksum(StreamHarness harness) {
    TestQuery query = stopped(harness, words(harness));
    Path root = query.checkpointLocation();
    assertThat(root.resolve("offsets/.1.crc")).exists();
    query.checkpoint().delete("offsets/1").delete("state");
    assertThat(root.resolve("offsets/1")).doesNotExist();
    assertThat(root.resolve("offsets/.1.crc")).doesNotExist();
    assertThat(root.resolve("state")).doesNotExist();
  }

  @Test
  void aFileThatIsCutShortKeepsItsBeginning(StreamHarness harness) {
    TestQuery query = stopped(harness, words(harness));
    Path offsets = query.checkpointLocation().resolve("offsets");
    query.checkpoint().cutShort("offsets/0", 2).cutShort("offsets/1", 0, Checksum.REMOVED);
    assertThat(offsets.resolve("0")).hasContent("v1");
    assertThat(offsets.resolve(".0.crc")).exists();
    assertThat(offsets.resolve("1")).isEmptyFile();
    assertThat(offsets.resolve(".1.crc")).doesNotExist();
  }

  @Test
  void aFileThatIsChangedHasTheSameLength(StreamHarness harness) throws IOException {
    TestQuery query = stopped(harness, words(harness));
    Path commits = query.checkpointLocation().resolve("commits");
    byte[] before = Files.readAllBytes(commits.resolve("0"));
    query.checkpoint().corrupt("commits/0").corrupt("commits/1", Checksum.REMOVED);
    byte[] after = Files.readAllBytes(commits.resolve("0"));
    assertThat(after).hasSameSizeAs(before).isNotEqualTo(before);
    assertThat(commits.resolve(".0.crc")).exists();
    assertThat(commits.resolve(".1.crc")).doesNotExist();
  }

  /** Fact 19: without its commit file the last batch runs again, with its id and its rows. */
  @Test
  void aForgottenBatchRunsAgain(StreamHarness harness) {
    MemoryInput<String> words = words(harness);
    TestQuery first = stopped(harness, words);
    first.checkpoint().forget(1);
    TestQuery second = first.restart();
    second.processAllAvailable();
    assertThat(second.batches()).extracting(Batch::batchId).containsExactly(1L);
    assertThat(second.batch(1).rows()).containsExactlyInAnyOrder(row("cat", 1L), row("dog", 1L));
  }

  @Test
  void aBatchThatWouldNotRunAgainIsNotForgotten(StreamHarness harness) {
    Checkpoint checkpoint = stopped(harness, words(harness)).checkpoint();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> checkpoint.forget(0))
        .withMessage(
            "Batch 0 would not run again: Spark looks at the last batch only, which is 1. Forget"
                + " that one, or go on from an earlier batch with"
                + " query.restart(Restart.asItWas().fromBatch(...))."
                + " See docs/errors/checkpoint-damage.md");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> checkpoint.forget(7))
        .withMessage(
            "Batch 7 is not in the commit log, but batches [0, 1], so that it cannot be forgotten."
                + " See docs/errors/checkpoint-damage.md");
    assertThat(checkpoint.committedBatches()).containsExactly(0L, 1L);
  }

  @Test
  void aRunningQueryIsNotDamaged(StreamHarness harness) {
    MemoryInput<String> words = words(harness);
    TestQuery first = stopped(harness, words);
    TestQuery second = first.restart();
    assertThatIllegalStateException()
        .isThrownBy(() -> second.checkpoint().delete("metadata"))
        .withMessage(
            "Query 'counts' is running, and would not notice what becomes of its checkpoint, or"
                + " write over it. Call query.stop() first."
                + " See docs/errors/checkpoint-damage.md");
    assertThatIllegalStateException()
        .isThrownBy(() -> first.checkpoint().forget(1))
        .withMessage(
            "Another query is running on the checkpoint of query 'counts', and would not notice"
                + " what becomes of it, or write over it. Stop that one first."
                + " See docs/errors/checkpoint-damage.md");
    assertThat(first.checkpoint().files()).contains("metadata", "commits/1");
  }

  /** A query that has ended by itself need not be stopped. */
  @Test
  void aQueryThatHasEndedIsDamaged(StreamHarness harness) {
    MemoryInput<String> words = words(harness).add("cat");
    TestQuery query = harness.start(counts(words).trigger(Trigger.AvailableNow()));
    query.processAllAvailable();
    assertThat(query.checkpoint().forget(0).committedBatches()).isEmpty();
  }

  @Test
  void whatIsNotThereIsNotDamaged(StreamHarness harness) {
    TestQuery query = stopped(harness, words(harness));
    String name = query.checkpointLocation().getFileName().toString();
    String there =
        ", but commits/0, commits/1, metadata, offsets/0, offsets/1, state/0/0/1.delta,"
            + " state/0/0/2.delta, state/0/0/_metadata/schema."
            + " See docs/errors/checkpoint-damage.md";
    for (String path : new String[] {"offsets/7", "../" + name, "../elsewhere", ""}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> query.checkpoint().delete(path))
          .withMessage("There is no file " + path + " in " + name + there);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> query.checkpoint().corrupt("state"))
        .withMessage("There is no file state in " + name + there);
  }

  @Test
  void ofManyFilesTheFirstAreNamed(StreamHarness harness) throws IOException {
    TestQuery query = stopped(harness, words(harness));
    query.checkpoint().delete("commits").delete("offsets").delete("state");
    for (int batch = 0; batch < 41; batch++) {
      Files.writeString(query.checkpointLocation().resolve("file-" + batch), "");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> query.checkpoint().delete("offsets/7"))
        .withMessageContaining(", but file-0, file-1,")
        .withMessageContaining(", file-39 and 2 more. See docs/errors/checkpoint-damage.md");
  }

  @Test
  void whatWouldChangeNothingIsRefused(StreamHarness harness) {
    Checkpoint checkpoint = stopped(harness, words(harness)).checkpoint();
    checkpoint.cutShort("offsets/0", 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> checkpoint.cutShort("offsets/0", 1))
        .withMessage(
            "The file offsets/0 has 1 byte, so that it cannot be cut short to 1: say 0 or more,"
                + " and fewer than it has. See docs/errors/checkpoint-damage.md");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> checkpoint.cutShort("offsets/0", -1))
        .withMessageStartingWith("The file offsets/0 has 1 byte, so that it cannot be cut short");
    checkpoint.cutShort("offsets/0", 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> checkpoint.corrupt("offsets/0"))
        .withMessage(
            "The file offsets/0 is empty, so that nothing in it can be changed."
                + " See docs/errors/checkpoint-damage.md");
  }

  private static MemoryInput<String> words(StreamHarness harness) {
    return harness.memoryInput(Encoders.STRING());
  }
}
