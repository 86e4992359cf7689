package dev.weir.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.Lever;
import dev.weir.StreamHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.Checkpoint;
import dev.weir.query.QueryFailedException;
import dev.weir.query.Restart;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.OutputMode;

/** A word count that has run batches 0 to 2 and is stopped, and what becomes of its restart. */
final class Refusals {
  static final String STATE = "org.apache.spark.sql.execution.streaming.state.";
  static final String PAGE = " See docs/errors/restart-refused.md";
  static final String OTHERWISE =
      " Restore it from a backup, go on from a copy of the checkpoint at an earlier batch, or start"
          + " with a new checkpoint.";
  private static final Pattern EXPLANATION = Pattern.compile("\n  likely cause: (.*)");

  private final StreamHarness harness;
  final MemoryInput<String> words;

  Refusals(StreamHarness harness) {
    this.harness = harness;
    // In each profile one store, since of two damaged ones Spark meets either first; and checksums,
    // which Spark's own manager of checkpoints leaves out.
    harness.spark().conf().set("spark.sql.shuffle.partitions", 1);
    Lever.FILES_WITHOUT_PROCESSES.conf().forEach(harness.spark().conf()::set);
    this.words = harness.memoryInput("words", Encoders.STRING());
  }

  static DataStreamWriter<Row> to(OutputMode mode, Dataset<Row> rows) {
    return rows.writeStream().outputMode(mode).format("noop");
  }

  static Dataset<Row> count(Dataset<Row> words) {
    return words.groupBy("value").count();
  }

  /** Counts in update mode that have not run yet. */
  TestQuery start() {
    return harness.start(to(OutputMode.Update(), count(words.toDF())));
  }

  /** Counts of cat, dog and cat, in a batch each. */
  TestQuery counted() {
    return ran(to(OutputMode.Complete(), count(words.toDF())));
  }

  TestQuery ran(DataStreamWriter<?> job) {
    return ran(job, query -> {});
  }

  /** With something to do before it is stopped. */
  TestQuery ran(DataStreamWriter<?> job, Consumer<TestQuery> last) {
    TestQuery query = harness.start(job);
    for (String word : new String[] {"cat", "dog", "cat"}) {
      words.add(word);
      query.processAllAvailable();
    }
    last.accept(query);
    query.stop();
    return query;
  }

  /** The query after its restart with damage, which has had one cow more. */
  TestQuery survives(Consumer<Checkpoint> damage) {
    return goesOn(damaged(damage), Restart.asItWas());
  }

  TestQuery goesOn(TestQuery first, Restart how) {
    TestQuery second = first.restart(how);
    words.add("cow");
    second.processAllAvailable();
    return second;
  }

  private TestQuery damaged(Consumer<Checkpoint> damage) {
    TestQuery first = counted();
    damage.accept(first.checkpoint());
    return first;
  }

  /** The likely cause that is named when the word count is restarted with damage. */
  String damagedBy(Consumer<Checkpoint> damage) {
    return refusal(damaged(damage), Restart.asItWas());
  }

  /** The likely cause that is named when another job is started in the place of a query. */
  String refusal(TestQuery first, Restart how) {
    return explanation(failure(first, how));
  }

  QueryFailedException failure(TestQuery first, Restart how) {
    QueryFailedException failure =
        assertThrows(QueryFailedException.class, () -> goesOn(first, how));
    assertThat(failure).isNotNull();
    return failure;
  }

  static String explanation(QueryFailedException failure) {
    Matcher explanation = EXPLANATION.matcher(failure.getMessage());
    assertThat(explanation.find()).as(failure.getMessage()).isTrue();
    return explanation.group(1);
  }

  /** Changes the text of a file, without its checksum. */
  static void edit(Path file, String from, String to) {
    try {
      String text = Files.readString(file);
      assertThat(text).contains(from);
      Files.writeString(file, text.replace(from, to));
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
