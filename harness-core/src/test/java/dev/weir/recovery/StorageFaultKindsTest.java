package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.recovery.Refusals.PAGE;
import static dev.weir.recovery.Refusals.count;
import static dev.weir.recovery.Refusals.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.HarnessOptions;
import dev.weir.StateStoreKind;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.query.QueryFailedException;
import dev.weir.query.QueryTimeoutException;
import dev.weir.query.Restart;
import dev.weir.query.TestQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What each kind of fault does to a word count, or to Spark's file sink, and what follows. */
@ExtendWith(WithHarness.class)
class StorageFaultKindsTest {

  private static TestQuery running(Refusals words) {
    words.words.add("cat");
    return processed(words.start());
  }

  private static TestQuery processed(TestQuery query) {
    query.processAllAvailable();
    return query;
  }

  private static QueryFailedException failure(TestQuery query) {
    QueryFailedException failure =
        assertThrows(QueryFailedException.class, query::processAllAvailable);
    assertThat(failure).isNotNull();
    return failure;
  }

  /** Nobody notices as long as the state is in memory; the restart does. */
  @Test
  void aFileThatLosesItsEndIsFoundAtTheRestart(StreamHarness harness) throws IOException {
    Refusals words = new Refusals(harness);
    TestQuery first = running(words);
    InjectedFault fault = harness.inject(StorageFault.cutShort("state/**.delta", 10));
    words.words.add("dog");
    first.processAllAvailable();
    Path file = first.checkpointLocation().resolve("state/0/0/2.delta");
    assertThat(fault.hits()).containsExactly(file);
    assertThat(Files.size(file)).isEqualTo(10);
    words.words.add("cat");
    first.processAllAvailable();
    assertThat(first).table("value").containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L));
    first.stop();
    assertThat(words.refusal(first, Restart.asItWas()))
        .isEqualTo(
            "The file state/0/0/2.delta is damaged: its bytes do not fit the checksum in"
                + " state/0/0/.2.delta.crc that Hadoop has written with it."
                + Refusals.OTHERWISE
                + " Without the .crc file Spark would read the damage."
                + PAGE);
  }

  @Test
  void aFullDiskHoldsTheQueryUpUntilThereIsRoom(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first = running(words);
    InjectedFault fault = harness.inject(StorageFault.fullDisk(100));
    words.words.add("dog");
    Path file = first.checkpointLocation().resolve("offsets/1");
    assertThat(failure(first))
        .rootCause()
        .hasMessage("No space left on device: " + file + " (injected)");
    assertThat(fault.hits()).containsExactly(file);
    TestQuery second = first.restart();
    assertThat(failure(second))
        .rootCause()
        .hasMessage("No space left on device: " + file + " (injected)");
    fault.lift();
    TestQuery third = processed(second.restart());
    assertThat(third).table("value").containsExactly(row("dog", 1L));
    words.words.add("cat");
    third.processAllAvailable();
    assertThat(third).table("value").contains(row("cat", 2L));
  }

  @Test
  void aDelayedWriteIsTheCauseOfATimeout(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery query = running(words);
    InjectedFault fault =
        harness.inject(StorageFault.delayedWrite("commits/1", Duration.ofHours(1)));
    words.words.add("dog");
    harness.waitAtMost(Duration.ofSeconds(2));
    QueryTimeoutException timeout =
        assertThrows(QueryTimeoutException.class, query::processAllAvailable);
    assertThat(timeout.getMessage())
        .startsWith("Query 'query-1' did not finish its trigger within 2000 ms.")
        .contains(
            "\n  likely cause: a fault that the test has injected delays the writing of a file."
                + " Lift it, or inject a shorter delay. See docs/errors/storage-fault.md\n");
    assertThat(fault.hits()).containsExactly(query.checkpointLocation().resolve("commits/1"));
    fault.lift();
    harness.waitAtMost(Duration.ofSeconds(60));
    query.processAllAvailable();
    assertThat(query).table("value").containsExactlyInAnyOrder(row("cat", 1L), row("dog", 1L));
  }

  /** The step is longer than the delay, which ends by itself. */
  @Test
  void aShortDelayChangesNothing(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery query = running(words);
    InjectedFault fault =
        harness.inject(StorageFault.delayedWrite("**", Duration.ofMillis(1)).always());
    words.words.add("dog");
    query.processAllAvailable();
    assertThat(query).table("value").containsExactlyInAnyOrder(row("cat", 1L), row("dog", 1L));
    assertThat(fault.hits())
        .contains(
            query.checkpointLocation().resolve("offsets/1"),
            query.checkpointLocation().resolve("state/0/0/2.delta"),
            query.checkpointLocation().resolve("commits/1"));
  }

  /** A query that waits for its disk can be stopped. */
  @Test
  void aDelayEndsWithItsQuery(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery query = running(words);
    harness.inject(StorageFault.delayedWrite("offsets/1", Duration.ofHours(1)));
    words.words.add("dog");
    harness.waitAtMost(Duration.ofSeconds(1));
    assertThat(assertThrows(QueryTimeoutException.class, query::processAllAvailable)).isNotNull();
    query.stop();
    assertThat(query.isActive()).isFalse();
  }

  @Test
  void aFaultHitsAsOftenAsItIsTold(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    TestQuery first = running(words);
    harness.inject(StorageFault.failingRename("commits/1").times(2));
    words.words.add("dog");
    assertThat(failure(first)).hasMessageContaining("failed in batch 1");
    TestQuery second = first.restart();
    assertThat(failure(second)).hasMessageContaining("failed in batch 1");
    TestQuery third = processed(second.restart());
    assertThat(third).table("value").containsExactly(row("dog", 1L));
  }

  /** Spark goes on without a snapshot, which its maintenance writes beside the deltas. */
  @Test
  void aSnapshotThatCannotBeWrittenIsDoneWithout(StreamHarness harness) {
    InjectedFault fault = harness.inject(StorageFault.failingWrite("*.snapshot").always());
    try (Maintenance maintenance = Maintenance.often(StateStoreKind.HDFS, harness)) {
      Refusals words = new Refusals(harness);
      TestQuery first =
          words.ran(
              to(OutputMode.Complete(), count(words.words.toDF())),
              query -> maintenance.await(() -> !fault.hits().isEmpty(), "write a snapshot"));
      assertThat(words.goesOn(first, Restart.asItWas()))
          .table()
          .containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L), row("cow", 1L));
    }
  }

  @Test
  void aTableOfRocksDbThatCannotBeWrittenEndsTheQuery(StreamHarness harness) {
    StateStoreKind.ROCKSDB.use(harness);
    Refusals words = new Refusals(harness);
    TestQuery first = running(words);
    InjectedFault fault = harness.inject(StorageFault.failingWrite("state/0/0/SSTs/*.sst"));
    words.words.add("dog");
    assertThat(failure(first))
        .rootCause()
        .hasMessage("Input/output error: " + fault.hits().get(0) + " (injected)");
    TestQuery second = processed(first.restart());
    words.words.add("cat");
    second.processAllAvailable();
    assertThat(second).table("value").containsExactlyInAnyOrder(row("dog", 1L), row("cat", 2L));
  }

  /** Before there is a query that could fail, it is start() that does. */
  @Test
  void theMetadataOfANewCheckpoint(StreamHarness harness) {
    Refusals words = new Refusals(harness);
    InjectedFault fault = harness.inject(StorageFault.failingWrite("metadata"));
    QueryFailedException failure = assertThrows(QueryFailedException.class, words::start);
    assertThat(failure)
        .hasMessage(
            "The query could not be started: dev.weir.internal.spark.InjectedFaultException:"
                + " Input/output error: "
                + fault.hits().get(0)
                + " (injected)\n  likely cause: a fault that the test has injected,"
                + " StorageFault.failingWrite(\"metadata\"). Restart the query to see whether it"
                + " recovers. See docs/errors/storage-fault.md\nSee docs/errors/query-failed.md");
    running(words);
  }

  /** Whether a file of rows or the sink's log fails, a reader sees each row once afterwards. */
  @Test
  void theFileSinkRecovers(StreamHarness harness) {
    for (String file : new String[] {"part-*.json", "_spark_metadata/1"}) {
      Refusals words = new Refusals(harness);
      Path out = harness.newFolder();
      TestQuery first =
          harness.start(
              words.words.toDF().writeStream().format("json").option("path", out.toString()));
      words.words.add("cat");
      first.processAllAvailable();
      InjectedFault fault = harness.inject(StorageFault.failingWrite(file));
      words.words.add("dog");
      assertThat(failure(first))
          .rootCause()
          .hasMessage("Input/output error: " + fault.hits().get(0) + " (injected)");
      processed(first.restart());
      assertThat(harness.spark().read().json(out.toString()).collectAsList())
          .containsExactlyInAnyOrder(row("cat"), row("dog"));
    }
  }

  /** Spark's own way to write checkpoints, without the fast profile. */
  @Test
  void likeInProduction(StreamHarness shared) {
    try (StreamHarness harness =
        StreamHarness.over(
            shared.spark().newSession(),
            HarnessOptions.productionLike().withShufflePartitions(1))) {
      Refusals words = new Refusals(harness);
      TestQuery first = running(words);
      harness.inject(StorageFault.failingWrite("offsets/1"));
      harness.inject(StorageFault.failingRename("state/0/0/2.delta"));
      words.words.add("dog");
      Path checkpoint = first.checkpointLocation();
      assertThat(failure(first))
          .rootCause()
          .hasMessage("Input/output error: " + checkpoint.resolve("offsets/1") + " (injected)");
      TestQuery second = first.restart();
      assertThat(failure(second))
          .rootCause()
          .hasMessage(
              "Input/output error: cannot rename to "
                  + checkpoint.resolve("state/0/0/2.delta")
                  + " (injected)");
      assertThat(processed(second.restart())).table("value").containsExactly(row("dog", 1L));
    }
  }
}
