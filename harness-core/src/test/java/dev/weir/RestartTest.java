package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static java.time.Duration.ofMinutes;
import static org.apache.spark.sql.functions.current_timestamp;

import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import dev.weir.input.SocketInput;
import dev.weir.query.Restart;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.Trigger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query goes on where the one before it was. */
@ExtendWith(WithHarness.class)
class RestartTest {

  private static DataStreamWriter<Row> counts(MemoryInput<String> words, OutputMode mode) {
    return words.toDF().groupBy("value").count().writeStream().outputMode(mode).format("noop");
  }

  @Test
  void withItsStateAndItsPlaceInTheInput(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
    TestQuery first = harness.start(counts(words, OutputMode.Update()));
    first.processAllAvailable();
    words.add("cat", "dog");
    TestQuery second = harness.restart(first, counts(words, OutputMode.Update()));
    Assertions.assertThat(first.isActive()).isFalse();
    Assertions.assertThat(second.name()).isEqualTo(first.name());
    second.processAllAvailable();
    assertThat(second).lastStep().ranBatches(1);
    assertThat(second).newRows().containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L));
  }

  @Test
  void withAnotherTriggerAndAnotherConfiguration(StreamHarness harness) {
    harness.spark().conf().set("spark.sql.shuffle.partitions", 3);
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
    TestQuery first = harness.start(counts(words, OutputMode.Complete()));
    first.processAllAvailable();
    words.add("cat");
    harness.spark().conf().set("spark.sql.shuffle.partitions", 4);
    TestQuery second =
        harness.restart(
            first, counts(words, OutputMode.Complete()).trigger(Trigger.AvailableNow()));
    second.processAllAvailable();
    assertThat(second).table().containsExactlyInAnyOrder(row("cat", 2L));
    Assertions.assertThat(second.isActive()).isFalse();
    // Fact 18: the checkpoint's number of partitions counts, whatever the session says now.
    Assertions.assertThat(second.checkpoint().metadata(1))
        .contains("\"spark.sql.shuffle.partitions\":\"3\"");
  }

  @Test
  void theSameJobAgain(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
    TestQuery first = harness.start(counts(words, OutputMode.Complete()));
    first.processAllAvailable();
    TestQuery second = first.restart();
    words.add("cat");
    second.processAllAvailable();
    assertThat(second).table().containsExactlyInAnyOrder(row("cat", 2L));
    Assertions.assertThat(first.isActive()).isFalse();
  }

  @Test
  void withWhatIsSaidForThisRestartOnly(StreamHarness harness) {
    String key = "spark.sql.streaming.stopTimeout";
    List<String> seen = new ArrayList<>();
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
    TestQuery first =
        harness.start(
            words
                .toDF()
                .writeStream()
                .foreachBatch(
                    (VoidFunction2<Dataset<Row>, Long>)
                        (b, id) -> seen.add(b.sparkSession().conf().get(key) + b.count())));
    first.processAllAvailable();
    words.add("cat", "dog");
    TestQuery second =
        first.restart(Restart.asItWas().withConf(key, "7s").withTrigger(Trigger.AvailableNow()));
    second.processAllAvailable();
    Assertions.assertThat(seen).containsExactly("0ms1", "7s2");
    Assertions.assertThat(second.isActive()).isFalse();
    Assertions.assertThat(harness.spark().conf().get(key)).isEqualTo("0ms");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.spark.sql.execution.streaming.state.HDFSBackedStateStoreProvider",
        "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider"
      })
  void fromAnEarlierBatch(String provider, StreamHarness harness) {
    harness.spark().conf().set("spark.sql.streaming.stateStore.providerClass", provider);
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
    TestQuery first = harness.start(counts(words, OutputMode.Complete()));
    for (int batch = 0; batch < 3; batch++) {
      words.add("cat");
      first.processAllAvailable();
    }
    TestQuery second = first.restart(Restart.with(counts(words, OutputMode.Update())).fromBatch(0));
    second.processAllAvailable();
    // Batches 1 and 2 are one now, since nothing says any more where the one ended.
    assertThat(second).lastStep().ranBatches(1);
    assertThat(second).table("value").containsExactlyInAnyOrder(row("cat", 3L));
    // The first one's checkpoint is as it was.
    TestQuery third = first.restart();
    words.add("cat");
    third.processAllAvailable();
    assertThat(third).lastStep().ranBatches(3);
    assertThat(third).table().containsExactlyInAnyOrder(row("cat", 4L));
  }

  @Test
  void filesFromAnEarlierBatch(StreamHarness harness) {
    FileInput files = harness.fileInput(FileInput.Format.TEXT);
    TestQuery first = harness.start(files.toDF(), OutputMode.Append());
    for (String line : new String[] {"a", "b", "c"}) {
      files.addText(line);
      first.processAllAvailable();
    }
    TestQuery second = first.restart(Restart.asItWas().fromBatch(0));
    second.processAllAvailable();
    assertThat(second).table().containsExactlyInAnyOrder(row("b"), row("c"));
  }

  @Test
  void aSocketCannotBeReadTwice(StreamHarness harness) {
    SocketInput lines = harness.socketInput();
    TestQuery first = harness.start("lines", lines.toDF(), OutputMode.Append());
    lines.send("a");
    first.processAllAvailable();
    TestQuery second = first.restart();
    Assertions.assertThatIllegalStateException()
        .isThrownBy(second::processAllAvailable)
        .withMessage(
            "Query 'lines' goes on from a checkpoint and reads "
                + lines.description()
                + ", but Spark's socket source cannot go on: it keeps no lines, and has no"
                + " connection yet when it is to give a batch once more"
                + " (TextSocketMicroBatchStream). Test a restart over a memory input, files or"
                + " Kafka. See docs/errors/socket-restart.md");
  }

  @Test
  void fromABatchThatIsNotThere(StreamHarness harness) {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
    TestQuery first = harness.start(counts(words, OutputMode.Complete()));
    first.processAllAvailable();
    Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> first.restart(Restart.asItWas().fromBatch(7)))
        .withMessage(
            "There is no batch 7 in the commit log of "
                + first.checkpointLocation().getFileName()
                + ", but batches [0]. See docs/errors/no-batch.md");
  }

  @Test
  void aQueryThatTheHarnessHasNotStarted(StreamHarness harness) throws Exception {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
    counts(words, OutputMode.Complete()).queryName("stray").start();
    TestQuery stray = harness.queries().get(0);
    Assertions.assertThatIllegalStateException()
        .isThrownBy(stray::restart)
        .withMessage(
            "Query 'stray' was started by the job itself, so the harness cannot start it again. Run"
                + " the job's main again with harness.run(...): a location of a checkpoint that it"
                + " names is the same folder then. Or say what to start:"
                + " query.restart(Restart.with(writer)). See docs/errors/restart.md");
    TestQuery second = stray.restart(Restart.with(counts(words, OutputMode.Complete())));
    second.processAllAvailable();
    assertThat(second).table().containsExactlyInAnyOrder(row("cat", 1L));
  }

  @Test
  void onACheckpointThatIsKeptElsewhere(StreamHarness harness) throws IOException {
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING()).add("cat");
    TestQuery first = harness.start(counts(words, OutputMode.Complete()));
    first.processAllAvailable();
    first.stop();
    Path kept = harness.newFolder();
    first.checkpoint().copyTo(kept, 0);
    words.add("cat");
    TestQuery second = harness.startFrom(kept, counts(words, OutputMode.Complete()));
    second.processAllAvailable();
    assertThat(second).table().containsExactlyInAnyOrder(row("cat", 2L));
    Assertions.assertThat(kept.resolve("commits/1")).doesNotExist();
    Assertions.assertThatIllegalArgumentException()
        .isThrownBy(
            () -> harness.startFrom(Path.of("not-there"), counts(words, OutputMode.Complete())))
        .withMessage(
            "There is no checkpoint to start from: not-there is not a folder."
                + " See docs/errors/restart.md");
  }

  /** Fact 18: a running query has the configuration of its start. */
  @Test
  void aRunningQueryKeepsTheConfigurationOfItsStart(StreamHarness harness) {
    MemoryInput<String> times = harness.memoryInput(Encoders.STRING()).add("2024-02-05 12:00:00");
    harness.spark().conf().set("spark.sql.session.timeZone", "UTC");
    harness.spark().conf().set("spark.sql.shuffle.partitions", 3);
    Dataset<Row> hours = times.toDF().selectExpr("hour(to_utc_timestamp(value, 'UTC'))");
    TestQuery query = harness.start(hours, OutputMode.Append());
    harness.spark().conf().set("spark.sql.shuffle.partitions", 7);
    query.processAllAvailable();
    Assertions.assertThat(query.checkpoint().metadata(0))
        .contains("\"spark.sql.shuffle.partitions\":\"3\"");
    assertThat(query).table().containsExactly(12);
  }

  /**
   * Fact 14: a batch that is run again has the time of its first run, which the offset log keeps.
   */
  @Test
  void aBatchThatIsRunAgainHasTheTimeOfItsFirstRun(StreamHarness harness) throws IOException {
    MemoryInput<String> lines = harness.memoryInput(Encoders.STRING()).add("a");
    var writer = lines.toDF().withColumn("at", current_timestamp()).writeStream().format("noop");
    TestQuery first = harness.start(writer);
    first.processAllAvailable();
    first.stop();
    Path commits = first.checkpointLocation().resolve("commits");
    Files.delete(commits.resolve("0"));
    Files.deleteIfExists(commits.resolve(".0.crc"));
    var then = harness.now();
    harness.advanceTime(ofMinutes(5));
    TestQuery second = harness.restart(first, writer);
    second.processAllAvailable();
    assertThat(second).batch(0).containsExactlyInAnyOrder(row("a", then));
    lines.add("b");
    second.processAllAvailable();
    assertThat(second).batch(1).containsExactlyInAnyOrder(row("b", then.plus(ofMinutes(5))));
  }

  /** Adds, steps, stops and starts in any order lead to the counts of all that was added. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverHappensInBetween(long seed, StreamHarness harness) {
    Random random = new Random(seed);
    MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
    Map<String, Long> model = new HashMap<>();
    TestQuery query = harness.start(counts(words, OutputMode.Complete()));
    for (int action = 0; action < 25; action++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          String word = "w" + random.nextInt(4);
          words.add(word);
          model.merge(word, 1L, Long::sum);
        }
        case 2 -> query.processNextBatch();
        case 3 -> query = harness.restart(query, counts(words, OutputMode.Complete()));
        default -> check(query, words, model);
      }
    }
    check(query, words, model);
  }

  private static void check(TestQuery query, MemoryInput<String> words, Map<String, Long> model) {
    // So that there is a batch to look at, even right after a restart.
    words.add("check");
    model.merge("check", 1L, Long::sum);
    query.processAllAvailable();
    Row[] expected =
        model.entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toArray(Row[]::new);
    assertThat(query).table().containsExactlyInAnyOrder((Object[]) expected);
  }
}
