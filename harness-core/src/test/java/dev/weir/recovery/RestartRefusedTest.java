package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import dev.weir.query.QueryFailedException;
import dev.weir.query.Restart;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What Spark 3.5 does with a checkpoint that is damaged or not the job's, and what the text says.
 */
@ExtendWith(WithHarness.class)
class RestartRefusedTest {
  private static final String SEE = " See docs/errors/restart-refused.md";
  private static final String GONE =
      "A file of the state is not there or cannot be read. Either it was deleted or damaged: put it"
          + " back, or go on from an earlier batch. Or the checkpoint never had it: a stateful"
          + " operator was added to the job, which numbers them anew; then start on a new"
          + " checkpoint."
          + SEE;

  private MemoryInput<String> words;
  private TestQuery first;

  @BeforeEach
  void twoBatches(StreamHarness harness) {
    words = harness.memoryInput(Encoders.STRING()).add("cat");
    first = harness.start(counts(words.toDF()));
    first.processAllAvailable();
    words.add("cat", "dog");
    first.processAllAvailable();
    first.stop();
    words.add("emu");
  }

  private static DataStreamWriter<Row> counts(Dataset<Row> rows) {
    return rows.groupBy("value").count().writeStream().outputMode("complete").format("noop");
  }

  private Path file(String path) {
    return first.checkpointLocation().resolve(path);
  }

  /** With the checksum, unless it is to be wrong. */
  private void write(String path, byte[] bytes, boolean keepChecksum) throws IOException {
    Files.write(file(path), bytes);
    if (!keepChecksum) {
      Files.deleteIfExists(checksum(path));
    }
  }

  private void delete(String path) throws IOException {
    Files.delete(file(path));
    Files.deleteIfExists(checksum(path));
  }

  private Path checksum(String path) {
    Path file = file(path);
    return file.resolveSibling("." + file.getFileName() + ".crc");
  }

  /** What the failed query's text says of the likely cause. */
  private static String cause(TestQuery query) {
    QueryFailedException failure =
        catchThrowableOfType(QueryFailedException.class, query::processAllAvailable);
    assertThat(failure).isNotNull();
    String marked = "likely cause: ";
    assertThat(failure.getMessage()).contains(marked);
    String text = failure.getMessage();
    return text.substring(text.indexOf(marked) + marked.length(), text.indexOf("\n  thrown at"));
  }

  private void goesOn(TestQuery query) {
    query.processAllAvailable();
    assertThat(query.table().rows())
        .containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L), row("emu", 1L));
  }

  @Test
  void anotherNumberOfSources(StreamHarness harness) {
    Dataset<Row> two = words.toDF().union(harness.memoryInput(Encoders.STRING()).toDF());
    assertThat(cause(first.restart(Restart.with(counts(two)))))
        .isEqualTo(
            "The query has another number of sources than the one that wrote the checkpoint. Spark"
                + " matches them by their order, so none may be added or removed. Start on a new"
                + " checkpoint, or put the new source into a query of its own."
                + SEE);
  }

  @Test
  void anotherGroupingKey() {
    Dataset<Row> other = words.toDF().selectExpr("length(value) AS value");
    assertThat(cause(first.restart(Restart.with(counts(other)))))
        .isEqualTo(
            "The state has other columns than the job now wants: its key (what is grouped by) or"
                + " its value (what is aggregated, the class of a state) has been changed. Names may"
                + " change, the number of columns and their types may not. Put it back, or start on"
                + " a new checkpoint."
                + SEE);
  }

  @Test
  void aStatefulOperatorMore() {
    Dataset<Row> deduplicated = words.toDF().dropDuplicates("value");
    assertThat(cause(first.restart(Restart.with(counts(deduplicated))))).isEqualTo(GONE);
  }

  @Test
  void anotherKindOfSource(StreamHarness harness) {
    FileInput files = harness.fileInput(FileInput.Format.TEXT).addText("cat");
    assertThat(cause(first.restart(Restart.with(counts(files.toDF())))))
        .isEqualTo(
            "An offset in the checkpoint is of another kind of source than the query now has. Spark"
                + " matches sources by their order. Put the sources back in their order, or start on"
                + " a new checkpoint."
                + SEE);
  }

  @Test
  void aFileOfTheOffsetLogThatIsGone() throws IOException {
    delete("offsets/0");
    assertThat(cause(first.restart()))
        .isEqualTo(
            "The offset log has a gap: the file of that batch is gone, and without it nobody knows"
                + " where the next one begins. Put it back, or go on from the batch before the gap."
                + SEE);
  }

  /** Spark takes the batch before for the last one, and the commit log for older than it is. */
  @Test
  void theLastFileOfTheOffsetLogThatIsGone() throws IOException {
    delete("offsets/1");
    delete("commits/1");
    goesOn(first.restart());
  }

  @Test
  void anEmptyFileOfTheOffsetLog() throws IOException {
    write("offsets/1", new byte[0], false);
    assertThat(cause(first.restart()))
        .isEqualTo(
            "A file of the offset log, the commit log or a source's log is empty: it was cut off"
                + " when it was written. Delete the last file of that log with its .crc, so that its"
                + " batch is planned or run again."
                + SEE);
  }

  @Test
  void anEmptyFileOfTheCommitLog() throws IOException {
    write("commits/1", new byte[0], false);
    assertThat(cause(first.restart())).startsWith("A file of the offset log, the commit log");
  }

  @Test
  void aFileOfANewerSpark() throws IOException {
    write("offsets/1", "v99\n{}\n1".getBytes(StandardCharsets.UTF_8), false);
    assertThat(cause(first.restart()))
        .isEqualTo(
            "A file of a log does not begin with a version that this Spark knows. It was damaged,"
                + " or written by a newer Spark. Go on with that Spark, or put the file back."
                + SEE);
  }

  @Test
  void aFileThatDoesNotFitItsChecksum() throws IOException {
    byte[] bytes = Files.readAllBytes(file("offsets/1"));
    bytes[0] ^= 1;
    write("offsets/1", bytes, true);
    assertThat(cause(first.restart()))
        .isEqualTo(
            "A file of the checkpoint is not what was written: its bytes do not fit its checksum"
                + " file (.name.crc). Put the file back from a copy, or go on from an earlier batch:"
                + " query.restart(Restart.asItWas().fromBatch(n))."
                + SEE);
  }

  @Test
  void aDeltaThatIsGone() throws IOException {
    delete("state/0/0/1.delta");
    assertThat(cause(first.restart())).isEqualTo(GONE);
  }

  @Test
  void aDeltaThatIsCutShort() throws IOException {
    byte[] bytes = Files.readAllBytes(file("state/0/0/2.delta"));
    write("state/0/0/2.delta", java.util.Arrays.copyOf(bytes, bytes.length / 2), false);
    assertThat(cause(first.restart())).isEqualTo(GONE);
  }

  /** Without its commit a batch is run again, which leads to the same. */
  @Test
  void aFileOfTheCommitLogThatIsGone() throws IOException {
    delete("commits/1");
    TestQuery second = first.restart();
    goesOn(second);
    assertThat(second.batches()).extracting(b -> b.batchId()).containsExactly(1L, 2L);
  }

  /** Spark gives the query a new id, and says nothing. */
  @Test
  void theMetadataThatIsGone() throws IOException {
    delete("metadata");
    TestQuery second = first.restart();
    assertThat(second.streamingQuery().id()).isNotEqualTo(first.streamingQuery().id());
    goesOn(second);
  }
}
