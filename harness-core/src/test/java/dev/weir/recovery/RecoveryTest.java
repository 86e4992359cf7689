package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.row;
import static dev.weir.recovery.CrashPoint.AFTER_COMMIT_LOG;
import static dev.weir.recovery.CrashPoint.AFTER_SINK_WRITE;
import static dev.weir.recovery.CrashPoint.BEFORE_COMMIT_LOG;
import static dev.weir.recovery.CrashPoint.BEFORE_OFFSET_LOG;
import static dev.weir.recovery.CrashPoint.BETWEEN_ACTIONS;
import static dev.weir.recovery.CrashPoint.DURING_SINK_WRITE;
import static dev.weir.recovery.CrashPoint.IN_TASK;
import static dev.weir.recovery.Recovery.verifyRecovery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.MemoryInput;
import dev.weir.query.QueryFailedException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.ForeachFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sinks whose answer to a replayed batch is known, and what the verification says of them. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class RecoveryTest {

  /** What a job does with a batch of words and a store. */
  private interface Write {
    void write(Dataset<String> batch, long id, Store store) throws Exception;
  }

  /** Three batches of words: two, three and one, of which some come again. */
  private static void feed(Trial trial, MemoryInput<String> words) {
    trial.batch(() -> words.add("cat", "dog"));
    trial.batch(() -> words.add("cat", "emu", "fox"));
    trial.batch(() -> words.add("dog"));
  }

  /** A job that writes words in a foreachBatch, and a reader that finds them. */
  private static JobUnderTest words(Write write) {
    return trial -> {
      MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
      Store store = trial.closing(Store.open());
      trial.query(
          words
              .toDS()
              .writeStream()
              .foreachBatch(
                  (VoidFunction2<Dataset<String>, Long>)
                      (batch, id) -> write.write(batch, id, store)));
      feed(trial, words);
      trial.sink("words", () -> store.words(trial.spark()));
    };
  }

  /** A job that writes counts in update mode. */
  private static JobUnderTest counts(VoidFunction2<Row, Store> write) {
    return trial -> {
      MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
      Store store = trial.closing(Store.open());
      trial.query(
          words
              .toDF()
              .groupBy("value")
              .count()
              .writeStream()
              .outputMode(OutputMode.Update())
              .foreachBatch(
                  (VoidFunction2<Dataset<Row>, Long>)
                      (batch, id) -> {
                        for (Row row : batch.collectAsList()) {
                          write.call(row, store);
                        }
                      }));
      feed(trial, words);
      trial.sink("counts", () -> store.counts(trial.spark()));
    };
  }

  /** The places of all runs with a verdict, with their batches. */
  private static Map<CrashPoint, List<Long>> places(RecoveryReport report, Verdict verdict) {
    return report.with(verdict).stream()
        .collect(
            Collectors.groupingBy(
                cell -> cell.at().point(),
                Collectors.mapping(cell -> cell.at().batchId(), Collectors.toList())));
  }

  /** A value that takes the place of another does not notice that it comes twice. */
  @Test
  void anUpsertIsExactlyOnce(StreamHarness harness) {
    RecoveryReport report =
        verifyRecovery(
            harness, counts((row, store) -> store.put(row.getString(0), row.getLong(1))));
    assertThat(report).isExactlyOnce();
    assertThat(report.cell(AFTER_SINK_WRITE, 1).sinks())
        .containsExactly(new SinkVerdict("counts", Verdict.EXACTLY_ONCE, List.of(), List.of()));
  }

  @Test
  void aVerificationSaysHowFarItIs(StreamHarness harness) {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      verifyRecovery(
          harness,
          counts((row, store) -> store.put(row.getString(0), row.getLong(1))),
          RecoveryOptions.only(AFTER_SINK_WRITE));
    } finally {
      System.setErr(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .contains("weir: verifyRecovery, 0 done: the run without a crash")
        .anyMatch(line -> line.matches("weir: verifyRecovery, 4 of 4 done, in \\d+ s"));
  }

  /**
   * The whole batch is collected and then appended, so the sink has it or has it not; it has it
   * twice where the crash is between its write and the commit log.
   */
  @Test
  void anAppendDoublesAfterItsWriteAndBeforeTheCommitLog(StreamHarness harness) {
    RecoveryReport report =
        verifyRecovery(
            harness, words((batch, id, store) -> batch.collectAsList().forEach(store::append)));
    assertThat(places(report, Verdict.DOUBLED))
        .isEqualTo(
            Map.of(AFTER_SINK_WRITE, List.of(0L, 1L, 2L), BEFORE_COMMIT_LOG, List.of(0L, 1L, 2L)));
    assertThat(report.with(Verdict.LOST, Verdict.DIFFERENT, Verdict.FAILED)).isEmpty();
    assertThat(report.cell(AFTER_SINK_WRITE, 0).sinks().get(0).unexpected())
        .containsExactlyInAnyOrder(row("cat"), row("dog"));
    assertThat(report.cell(AFTER_SINK_WRITE, 1).sinks().get(0).unexpected())
        .containsExactlyInAnyOrder(row("cat"), row("emu"), row("fox"));
    assertThat(report).isAtLeastOnce();
  }

  /** Each row is written by a task when it comes, so a crash in the task leaves those before it. */
  @Test
  void anAppendRowByRowDoublesWhatATaskHadWritten(StreamHarness harness) {
    RecoveryReport report =
        verifyRecovery(
            harness,
            words(
                (batch, id, store) -> {
                  String name = store.name();
                  batch.foreach((ForeachFunction<String>) word -> Store.of(name).append(word));
                }));
    assertThat(places(report, Verdict.DOUBLED).get(IN_TASK)).containsExactly(0L, 1L);
    List<Cell> ofBatch1 =
        report.with(Verdict.DOUBLED).stream()
            .filter(cell -> cell.at().equals(IN_TASK.inBatch(1).beforeRow(1)))
            .toList();
    assertThat(ofBatch1).hasSize(1);
    assertThat(ofBatch1.get(0).sinks().get(0).unexpected()).containsExactly(row("cat"));
  }

  /** Two writes, of which the first is done when the crash comes between them. */
  @Test
  void theFirstOfTwoActionsIsDoubled(StreamHarness harness) {
    RecoveryReport report =
        verifyRecovery(
            harness,
            words(
                (batch, id, store) -> {
                  batch.collectAsList().forEach(store::append);
                  batch.filter("value = 'cat'").collectAsList().forEach(w -> store.append("a cat"));
                }),
            RecoveryOptions.only(BETWEEN_ACTIONS));
    assertThat(report.cells()).hasSize(3);
    assertThat(report.cell(BETWEEN_ACTIONS, 1).sinks().get(0).unexpected())
        .containsExactlyInAnyOrder(row("cat"), row("emu"), row("fox"));
  }

  /**
   * Spark's file sink lists the files of a batch in its own log, named by the batch's id, when they
   * are whole; its readers see only what is listed (FileStreamSink, ManifestFileCommitProtocol).
   */
  @Test
  void sparksFileSinkIsExactlyOnce(StreamHarness harness) {
    RecoveryReport report =
        verifyRecovery(
            harness,
            trial -> {
              MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
              Path folder = trial.newFolder();
              trial.query(
                  words.toDF().writeStream().format("parquet").option("path", folder.toString()));
              feed(trial, words);
              trial.sink("files", () -> trial.spark().read().parquet(folder.toString()));
            });
    assertThat(report).isExactlyOnce();
    assertThat(report.cell(DURING_SINK_WRITE, 1).verdict()).isEqualTo(Verdict.EXACTLY_ONCE);
  }

  /** Without the sink's log a reader sees the files of the first attempt and of the second. */
  @Test
  void theFilesOfTheFileSinkWithoutItsLogAreDoubled(StreamHarness harness) {
    RecoveryReport report =
        verifyRecovery(
            harness,
            trial -> {
              MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
              Path folder = trial.newFolder();
              trial.query(
                  words.toDF().writeStream().format("parquet").option("path", folder.toString()));
              feed(trial, words);
              // A glob is read as it is, without a look at the log.
              trial.sink("files", () -> trial.spark().read().parquet(folder + "/*.parquet"));
            },
            RecoveryOptions.only(DURING_SINK_WRITE));
    assertThat(report.cells()).extracting(Cell::verdict).containsOnly(Verdict.DOUBLED);
  }

  /** A sink that notes a batch before it has its rows skips the replay of what it never got. */
  @Test
  void aSinkThatNotesTheBatchFirstLosesRows(StreamHarness harness) {
    RecoveryReport report =
        verifyRecovery(
            harness,
            words(
                (batch, id, store) -> {
                  if (store.isNew(id)) {
                    batch.collectAsList().forEach(store::append);
                  }
                }),
            RecoveryOptions.only(IN_TASK, AFTER_SINK_WRITE));
    assertThat(places(report, Verdict.LOST).keySet()).containsExactly(IN_TASK);
    assertThat(report.cell(IN_TASK, 2).sinks().get(0).missing()).containsExactly(row("dog"));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).isAtLeastOnce())
        .withMessageContaining("crash in a task, before its first row, in batch 2: lost")
        .withMessageContaining("- [dog]  missing")
        .withMessageContaining("Lost: the batch counts as done before the sink has all of it");
  }

  @Test
  void aJobThatCannotBeRestarted(StreamHarness harness) {
    RecoveryReport report =
        verifyRecovery(
            harness,
            words(
                (batch, id, store) -> {
                  if (!store.isNew(id)) {
                    throw new IllegalStateException("batch " + id + " again");
                  }
                  batch.collectAsList().forEach(store::append);
                }),
            RecoveryOptions.only(AFTER_SINK_WRITE, AFTER_COMMIT_LOG));
    assertThat(places(report, Verdict.FAILED))
        .isEqualTo(Map.of(AFTER_SINK_WRITE, List.of(0L, 1L, 2L)));
    assertThat(report.cell(AFTER_SINK_WRITE, 0).error())
        .isInstanceOf(QueryFailedException.class)
        .hasMessageContaining("batch 0 again");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).isAtLeastOnce())
        .withMessageContaining("Failed: the restarted query could not go on");
  }

  /** Without a sink of its own, what the writer was given is compared. */
  @Test
  void whatIsWrittenMayNotDependOnWhenItIsComputed(StreamHarness harness) {
    JobUnderTest drawn =
        trial -> {
          MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
          trial.query(
              words.toDF().withColumn("id", functions.expr("uuid()")).writeStream().format("noop"));
          feed(trial, words);
        };
    RecoveryReport report = verifyRecovery(harness, drawn, RecoveryOptions.only(AFTER_SINK_WRITE));
    assertThat(report.sinks()).containsExactly("what was written");
    assertThat(report.with(Verdict.DIFFERENT)).isNotEmpty();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).isExactlyOnce())
        .withMessageContaining("Different: a batch that is run again gives another result.");
  }

  /** The text as a whole. */
  @Test
  void whatAFailureSays(StreamHarness harness) {
    RecoveryReport report =
        verifyRecovery(
            harness,
            words((batch, id, store) -> batch.collectAsList().forEach(store::append)),
            RecoveryOptions.only(BEFORE_OFFSET_LOG, AFTER_SINK_WRITE));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(report).as("the words").isExactlyOnce())
        .withMessage(
            """
            [the words]\s
            Expecting rows to reach 'words' exactly once, but 3 of 6 crashes have another outcome:
              crash after the sink's write, in batch 0: doubled
                  + [cat]  is there again
                  + [dog]  is there again
              crash after the sink's write, in batch 1: doubled
                  + [cat]  is there again
                  + [emu]  is there again
                  + [fox]  is there again
              crash after the sink's write, in batch 2: doubled
                  + [dog]  is there again

                                    batch 0    batch 1    batch 2
            before the offset log   ok         ok         ok
            after the sink's write  DOUBLED    DOUBLED    DOUBLED

            Doubled: a batch that is run again is written again. Key the write by the batch's id, or\
             upsert by a key of the rows.
            See docs/errors/not-exactly-once.md""");
  }

  @Test
  void aRunThatWasNotMade(StreamHarness harness) {
    RecoveryReport report =
        verifyRecovery(
            harness,
            words((batch, id, store) -> batch.collectAsList().forEach(store::append)),
            RecoveryOptions.only(BEFORE_OFFSET_LOG));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> report.cell(AFTER_SINK_WRITE, 7))
        .withMessage(
            """
            No run was crashed after the sink's write, in batch 7: the job does not come there. The runs:
                                   batch 0    batch 1    batch 2
            before the offset log  ok         ok         ok
            See docs/errors/crash-point.md""");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                verifyRecovery(
                    harness,
                    words((batch, id, store) -> {}),
                    RecoveryOptions.only(CrashPoint.AFTER_STATE_COMMIT)))
        .withMessage(
            "The job has come to none of the crash points [AFTER_STATE_COMMIT], so there is nothing"
                + " to verify. See docs/errors/crash-point.md");
  }

  @Test
  void aTrialThatIsNotComplete(StreamHarness harness) {
    assertThatIllegalStateException()
        .isThrownBy(() -> verifyRecovery(harness, trial -> {}))
        .withMessage(
            "A trial needs a query and at least one batch: call trial.query(writer) and"
                + " trial.batch(() -> input.add(...)). See docs/errors/trial.md");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                verifyRecovery(
                    harness,
                    trial -> {
                      DataStreamWriter<Row> writer =
                          trial.memoryInput(Encoders.STRING()).toDF().writeStream();
                      trial.query(writer).query(writer);
                    }))
        .withMessage(
            "A trial is of one query, and this one has one already. Verify another query in a"
                + " verification of its own. See docs/errors/trial.md");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                verifyRecovery(
                    harness,
                    trial -> {
                      throw new java.io.IOException("no disk");
                    }))
        .withMessage("The trial could not be set up: java.io.IOException: no disk");
  }
}
