package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.recovery.Refusals.OTHERWISE;
import static dev.weir.recovery.Refusals.PAGE;
import static dev.weir.recovery.Refusals.count;
import static dev.weir.recovery.Refusals.edit;
import static dev.weir.recovery.Refusals.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.query.Checksum;
import dev.weir.query.QueryFailedException;
import dev.weir.query.Restart;
import dev.weir.query.TestQuery;
import dev.weir.sink.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Spark 3.5 makes of offset and commit logs, and of metadata, that are damaged or not there.
 */
@Tag("slow")
@ExtendWith(WithHarness.class)
class RestartOfADamagedLogTest {

  private static String malformed(String path) {
    return "The file "
        + path
        + " is empty, cut short or damaged. If it is the last one of its log, delete it with its .crc:"
        + " without the last commit its batch runs again; the last offsets go only together with"
        + " the commit of the same batch, and the batch is planned anew. Else restore it from a"
        + " backup, or start with a new checkpoint."
        + PAGE;
  }

  private static void isWhole(TestQuery query) {
    assertThat(query)
        .table()
        .containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L), row("cow", 1L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"offsets/2", "offsets/1", "commits/2"})
  void ofAnEmptyFileHadoopNoticesNothing(String path, StreamHarness harness) {
    assertThat(new Refusals(harness).damagedBy(files -> files.cutShort(path, 0)))
        .isEqualTo(malformed(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"offsets/2", "offsets/1", "commits/2"})
  void aFileWithoutItsVersion(String path, StreamHarness harness) {
    assertThat(new Refusals(harness).damagedBy(files -> files.cutShort(path, 1, Checksum.REMOVED)))
        .isEqualTo(malformed(path));
  }

  /** Spark does not say which file it was: the JSON parser does not know. */
  @ParameterizedTest
  @CsvSource({"offsets/2, offsets/n", "offsets/1, offsets/n", "commits/2, commits/n"})
  void aFileThatIsCutInItsJson(String path, String named, StreamHarness harness) {
    assertThat(new Refusals(harness).damagedBy(files -> files.cutShort(path, 12, Checksum.REMOVED)))
        .isEqualTo(malformed(named));
  }

  @ParameterizedTest
  @CsvSource({"offsets/2, offsets/n", "offsets/1, offsets/n", "commits/2, commits/n"})
  void aFileOfOtherBytes(String path, String named, StreamHarness harness) {
    assertThat(new Refusals(harness).damagedBy(files -> files.corrupt(path, Checksum.REMOVED)))
        .isEqualTo(malformed(named));
  }

  @ParameterizedTest
  @CsvSource({
    "offsets/2, offsets/.2.crc",
    "offsets/1, offsets/.1.crc",
    "commits/2, commits/.2.crc",
    "metadata, .metadata.crc"
  })
  void otherBytesThanTheChecksums(String path, String checksum, StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first = words.counted();
    first.checkpoint().corrupt(path);
    QueryFailedException failure = words.failure(first, Restart.asItWas());
    assertThat(failure).hasCauseInstanceOf(ChecksumException.class);
    assertThat(Refusals.explanation(failure))
        .isEqualTo(
            "The file "
                + path
                + " is damaged: its bytes do not fit the checksum in "
                + checksum
                + " that Hadoop has written with it."
                + OTHERWISE
                + " Without the .crc file Spark would read the damage."
                + PAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"offsets/2", "offsets/1", "commits/2"})
  void aNewerVersion(String path, StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first = words.counted();
    edit(first.checkpointLocation().resolve(path), "v1", "v2");
    assertThat(words.refusal(first, Restart.asItWas()))
        .isEqualTo(
            "The file "
                + path
                + " begins with v2, and this Spark reads formats up to v1: a newer Spark has written"
                + " it, or the file is damaged. Run the job with that Spark, or start with a new"
                + " checkpoint."
                + PAGE);
  }

  @Test
  void aGapInTheOffsetLog(StreamHarness harness) {
    assertThat(new Refusals(harness).damagedBy(files -> files.delete("offsets/1")))
        .isEqualTo(
            "The offset log has no file offsets/1, though it has the one after it: Spark needs the"
                + " last two, to know where the last batch begins."
                + OTHERWISE
                + PAGE);
  }

  @Test
  void anEpochWithoutItsOffsets(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first =
        words.ran(
            to(OutputMode.Append(), words.words.toDF()).trigger(Trigger.Continuous("1 second")));
    long last = first.checkpoint().committedBatches().size() - 1L;
    first.checkpoint().delete("offsets/" + last);
    assertThat(words.refusal(first, Restart.asItWas()))
        .isEqualTo(
            "The offset log has no file offsets/"
                + last
                + ", though the commit log has that epoch: Spark goes on from the offsets of the"
                + " last epoch that was committed."
                + OTHERWISE
                + PAGE);
  }

  private static String writtenTwice(long batchId) {
    return "A file of batch "
        + batchId
        + " was there when Spark wanted to write it. Either another query writes into the same"
        + " checkpoint: stop it, and give each query a folder of its own. Or the offset log has lost"
        + " its last files while the commit log has kept its own, so that Spark has run batch "
        + batchId
        + " a second time: delete the commits, and the state, after the last offsets, or restore the"
        + " offsets."
        + PAGE;
  }

  /** The batch before has run again, and its sink has taken it, when Spark fails to commit it. */
  @Test
  void theLastOffsetsWithoutTheirCommit(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first = words.counted();
    first.checkpoint().delete("offsets/2");
    assertThat(words.refusal(first, Restart.asItWas())).isEqualTo(writtenTwice(1));
    TestQuery second = harness.queries().get(1);
    assertThat(second.batches()).extracting(Batch::batchId).containsExactly(1L);
  }

  @Test
  void allOffsetsWithoutTheirCommits(StreamHarness harness) {
    assertThat(new Refusals(harness).damagedBy(files -> files.delete("offsets")))
        .isEqualTo(writtenTwice(0));
  }

  /** A query beside one, in the same folder: a restart would stop that one. */
  private static TestQuery another(StreamHarness harness, TestQuery query, Refusals words) {
    return harness.start(
        to(OutputMode.Complete(), count(words.words.toDF()))
            .option("checkpointLocation", query.checkpointLocation().toString()));
  }

  @Test
  void twoQueriesOnOneCheckpoint(StreamHarness harness) throws IOException {
    Refusals words = new Refusals(harness);
    TestQuery first = words.counted();
    TestQuery second = first.restart();
    // Without the id Spark does not know that the two are one.
    Path metadata = first.checkpointLocation().resolve("metadata");
    second.processNextBatch();
    Files.delete(metadata);
    Files.deleteIfExists(metadata.resolveSibling(".metadata.crc"));
    TestQuery third = another(harness, first, words);
    third.processNextBatch();
    words.words.add("cow");
    second.processAllAvailable();
    QueryFailedException failure =
        assertThrows(QueryFailedException.class, third::processAllAvailable);
    assertThat(Refusals.explanation(failure)).isEqualTo(writtenTwice(3));
  }

  @Test
  void theLastOffsetsWithTheirCommitArePlannedAnew(StreamHarness harness) {
    TestQuery query =
        new Refusals(harness).survives(files -> files.delete("offsets/2").delete("commits/2"));
    isWhole(query);
    // With the cow in it, which came later.
    assertThat(query.batches()).extracting(Batch::batchId).containsExactly(2L);
  }

  @Test
  void withoutTheLastCommitItsBatchRunsAgain(StreamHarness harness) {
    TestQuery query = new Refusals(harness).survives(files -> files.delete("commits/2"));
    isWhole(query);
    assertThat(query.batches()).extracting(Batch::batchId).containsExactly(2L, 3L);
  }

  /** However many are missing: the batches before the last have left their state. */
  @Test
  void withoutAnyCommitTheLastBatchRunsAgain(StreamHarness harness) {
    TestQuery query = new Refusals(harness).survives(files -> files.delete("commits"));
    isWhole(query);
    assertThat(query.batches()).extracting(Batch::batchId).containsExactly(2L, 3L);
  }

  @Test
  void whatIsOlderIsNotRead(StreamHarness harness) {
    TestQuery query =
        new Refusals(harness)
            .survives(files -> files.delete("offsets/0").delete("commits/0").corrupt("commits/1"));
    isWhole(query);
    assertThat(query.batches()).extracting(Batch::batchId).containsExactly(3L);
  }

  private static final String METADATA =
      "The file metadata of the checkpoint, which has the id of the query, is damaged. Restore it"
          + " from a backup; or delete it, and Spark gives the query a new id and goes on from the"
          + " same batch."
          + PAGE;

  /** Thrown by start(), where the query has no thread yet. */
  @ParameterizedTest
  @ValueSource(ints = {0, 9})
  void metadataThatAreCutShort(int bytes, StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first = words.counted();
    first.checkpoint().cutShort("metadata", bytes, Checksum.REMOVED);
    QueryFailedException failure = assertThrows(QueryFailedException.class, first::restart);
    assertThat(Refusals.explanation(failure)).isEqualTo(METADATA);
    assertThat(failure)
        .hasMessageStartingWith(
            "Query 'query-1' could not be started: " + failure.getCause() + "\n  likely cause: The")
        .hasMessageEndingWith("\nSee docs/errors/query-failed.md");
    assertThat(failure.chain()).contains(failure.getCause());
    assertThat(failure.batchId()).isEmpty();
  }

  @Test
  void metadataOfOtherBytes(StreamHarness harness) {
    assertThat(
            new Refusals(harness).damagedBy(files -> files.corrupt("metadata", Checksum.REMOVED)))
        .isEqualTo(METADATA);
  }

  @Test
  void metadataWithoutTheId(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first = words.counted();
    edit(first.checkpointLocation().resolve("metadata"), "\"id\"", "\"name\"");
    assertThat(words.refusal(first, Restart.asItWas())).isEqualTo(METADATA);
  }

  @Test
  void withoutMetadataTheQueryHasANewId(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first = words.counted();
    UUID id = first.streamingQuery().id();
    assertThat(first.restart().streamingQuery().id()).isEqualTo(id);
    harness.queries().get(1).stop();
    first.checkpoint().delete("metadata");
    TestQuery second = words.goesOn(first, Restart.asItWas());
    assertThat(second.streamingQuery().id()).isNotEqualTo(id);
    isWhole(second);
  }

  @Test
  void aQueryThatIsStillActive(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first = words.counted();
    harness.spark().conf().set("spark.sql.streaming.stopActiveRunOnRestart", false);
    first.restart();
    QueryFailedException failure =
        assertThrows(QueryFailedException.class, () -> another(harness, first, words));
    assertThat(Refusals.explanation(failure))
        .isEqualTo(
            "A query is running on this checkpoint, and"
                + " spark.sql.streaming.stopActiveRunOnRestart is false, so that Spark does not"
                + " stop it for the new one. Stop it first."
                + PAGE);
  }

  /** By default Spark stops the older one, and nobody hears of it. */
  @Test
  void aQueryThatIsStillActiveIsStopped(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery second = words.counted().restart();
    TestQuery third = another(harness, second, words);
    assertThat(second.isActive()).isFalse();
    words.words.add("cow");
    third.processAllAvailable();
    isWhole(third);
  }
}
