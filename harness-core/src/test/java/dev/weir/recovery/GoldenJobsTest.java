package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.recovery.Recording.files;
import static dev.weir.recovery.Recording.record;
import static java.time.Duration.ofMinutes;
import static org.apache.spark.sql.functions.current_timestamp;

import dev.weir.StateStoreKind;
import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.FileInput;
import dev.weir.input.MemoryInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.streaming.GroupState;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.Trigger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs, sinks, triggers and state of all kinds go into a golden checkpoint and out of it. */
@Tag("slow")
@ExtendWith(WithHarness.class)
class GoldenJobsTest {
  @TempDir Path folder;

  private CompatibilityReport recordAndCheck(StreamHarness harness, JobUnderTest job) {
    CheckpointArchive archive = CheckpointArchive.in(folder);
    record(archive, harness, "1", "job", job);
    return archive.check(harness, "job", job);
  }

  private List<String> expected(String sink) throws IOException {
    return Files.readAllLines(folder.resolve("job/1/expected/" + sink + ".jsonl"));
  }

  /** More batches than Spark's file logs have before they are compacted. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 9, 10, 11, 12})
  void filesToFiles(int batches, StreamHarness harness) throws IOException {
    JobUnderTest copies =
        trial -> {
          FileInput lines = trial.harness().fileInput(FileInput.Format.TEXT);
          Path out = trial.newFolder();
          trial.query(lines.toDF().writeStream().format("json").option("path", out.toString()));
          for (int batch = 0; batch < batches; batch++) {
            String line = "line " + batch;
            trial.batch(() -> lines.addText(line));
          }
          trial.sink("files", () -> trial.spark().read().json(out.toString()));
        };
    assertThat(recordAndCheck(harness, copies)).isEqual();
    Assertions.assertThat(expected("files"))
        .containsExactly("{\"value\":\"line " + (batches - 1) + "\"}");
    Path log = folder.resolve("job/1/checkpoint/sources/0");
    Assertions.assertThat(log.resolve("0"))
        .hasContent(
            "v1\n{\"path\":\"file://{input-0}/000000.text\",\"timestamp\":0,\"batchId\":0}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"asap", "interval", "once", "availableNow"})
  void triggers(String trigger, StreamHarness harness) throws IOException {
    JobUnderTest counts =
        trial -> {
          MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
          trial.query(
              words
                  .toDF()
                  .groupBy("value")
                  .count()
                  .writeStream()
                  .outputMode(OutputMode.Complete())
                  .trigger(trigger(trigger))
                  .format("noop"));
          trial.batch(() -> words.add("cat"));
          trial.batch(() -> words.add("dog"));
          trial.batch(() -> words.add("cat"));
        };
    assertThat(recordAndCheck(harness, counts)).isEqual();
    Assertions.assertThat(expected("what-was-written"))
        .containsExactly("{\"value\":\"cat\",\"count\":2}", "{\"value\":\"dog\",\"count\":1}");
  }

  @SuppressWarnings("deprecation") // Trigger.Once, which jobs still have.
  private static Trigger trigger(String name) {
    return switch (name) {
      case "interval" -> Trigger.ProcessingTime("1 minute");
      case "once" -> Trigger.Once();
      case "availableNow" -> Trigger.AvailableNow();
      default -> Trigger.ProcessingTime(0);
    };
  }

  @ParameterizedTest
  @EnumSource
  void stateStores(StateStoreKind store, StreamHarness harness) throws IOException {
    store.use(harness);
    JobUnderTest counts =
        trial -> {
          MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
          trial.query(
              words
                  .toDF()
                  .groupBy("value")
                  .count()
                  .writeStream()
                  .outputMode(OutputMode.Update())
                  .format("noop"));
          for (int batch = 0; batch < 5; batch++) {
            trial.batch(() -> words.add("cat"));
          }
        };
    assertThat(recordAndCheck(harness, counts)).isEqual();
    Assertions.assertThat(expected("what-was-written"))
        .containsExactly("{\"value\":\"cat\",\"count\":5}");
    Path state = folder.resolve("job/1/checkpoint/state/0/0");
    List<String> versions =
        files(state).stream().filter(file -> Character.isDigit(file.charAt(0))).toList();
    if (store == StateStoreKind.CHANGELOG) {
      Assertions.assertThat(versions).endsWith("4.changelog");
    } else if (store == StateStoreKind.ROCKSDB) {
      Assertions.assertThat(versions).containsExactly("4.zip");
      Assertions.assertThat(files(state)).anyMatch(file -> file.matches("SSTs/.*\\.sst"));
    } else {
      Assertions.assertThat(versions).containsExactly("1.delta", "2.delta", "3.delta", "4.delta");
    }
  }

  /** What is in state as a time must mean the same years later. */
  @Test
  void timeoutsOfProcessingTime(StreamHarness harness) throws IOException {
    JobUnderTest timeouts =
        trial -> {
          MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
          Dataset<String> silent =
              words
                  .toDS()
                  .groupByKey((MapFunction<String, String>) word -> word, Encoders.STRING())
                  .flatMapGroupsWithState(
                      (FlatMapGroupsWithStateFunction<String, String, Long, String>)
                          GoldenJobsTest::silent,
                      OutputMode.Update(),
                      Encoders.LONG(),
                      Encoders.STRING(),
                      GroupStateTimeout.ProcessingTimeTimeout());
          trial.query(
              silent
                  .withColumn("at", current_timestamp())
                  .writeStream()
                  .outputMode(OutputMode.Update())
                  .format("noop"));
          trial.batch(() -> words.add("cat"));
          trial.batch(
              () -> {
                trial.harness().advanceTime(ofMinutes(1));
                words.add("dog");
              });
          // With a row: a query that was started again looks at timeouts when it has one.
          trial.batch(
              () -> {
                trial.harness().advanceTime(ofMinutes(5));
                words.add("owl");
              });
        };
    assertThat(recordAndCheck(harness, timeouts)).isEqual();
    // The cat has been silent for six minutes, the dog for five, and more than five count.
    Assertions.assertThat(expected("what-was-written"))
        .containsExactly("{\"value\":\"cat\",\"at\":\"2024-01-01T00:06:00.000000Z\"}");
  }

  private static Iterator<String> silent(
      String word, Iterator<String> seen, GroupState<Long> state) {
    if (state.hasTimedOut()) {
      state.remove();
      return List.of(word).iterator();
    }
    seen.forEachRemaining(each -> {});
    state.update(1L);
    state.setTimeoutDuration("5 minutes");
    return List.<String>of().iterator();
  }

  /** A watermark and the windows that it closes. */
  @Test
  void eventTime(StreamHarness harness) throws IOException {
    JobUnderTest windows =
        trial -> {
          MemoryInput<String> times = trial.memoryInput(Encoders.STRING());
          trial.query(
              times
                  .toDF()
                  .selectExpr("timestamp(value || ' UTC') AS time")
                  .withWatermark("time", "1 minute")
                  .groupBy("time")
                  .count()
                  .writeStream()
                  .format("noop"));
          trial.batch(() -> times.add("2024-02-05 12:00:00", "2024-02-05 12:00:00"));
          trial.batch(() -> times.add("2024-02-05 12:00:30"));
          trial.batch(() -> times.add("2024-02-05 12:01:10"));
        };
    assertThat(recordAndCheck(harness, windows)).isEqual();
    Assertions.assertThat(expected("what-was-written"))
        .containsExactly("{\"time\":\"2024-02-05T12:00:00.000000Z\",\"count\":2}");
  }

  /** Several sinks, values of many types, and none. */
  @Test
  void whatIsRead(StreamHarness harness) throws IOException {
    JobUnderTest two =
        trial -> {
          MemoryInput<String> words = trial.memoryInput(Encoders.STRING());
          Path first = trial.newFolder();
          Path second = trial.newFolder();
          trial.query(
              words
                  .toDF()
                  .selectExpr(
                      "value",
                      "cast(null AS int) AS nothing",
                      "1.50BD AS price",
                      "map('b', 1, 'a', 2) AS counts",
                      "array(struct(date('2024-02-05') AS day)) AS days",
                      "timestamp_micros(1) AS micros",
                      "double('NaN') AS nan",
                      "binary(value) AS bytes")
                  .writeStream()
                  .foreachBatch(
                      (VoidFunction2<Dataset<Row>, Long>)
                          (rows, id) -> {
                            rows.write().mode(SaveMode.Append).parquet(first.toString());
                            rows.select("value")
                                .write()
                                .mode(SaveMode.Append)
                                .parquet(second.toString());
                          }));
          trial.batch(() -> words.add("cat"));
          trial.batch(() -> words.add("dog", "dog"));
          trial.sink("all of it", () -> trial.spark().read().parquet(first.toString()));
          trial.sink("words", () -> trial.spark().read().parquet(second.toString()));
        };
    assertThat(recordAndCheck(harness, two)).isEqual();
    String row =
        "{\"value\":\"dog\",\"nothing\":null,\"price\":1.50,\"counts\":{\"b\":1,\"a\":2},"
            + "\"days\":[{\"day\":\"2024-02-05\"}],\"micros\":\"1970-01-01T00:00:00.000001Z\","
            + "\"nan\":\"NaN\",\"bytes\":\"ZG9n\"}";
    Assertions.assertThat(expected("all-of-it")).containsExactly(row, row);
    Assertions.assertThat(expected("words"))
        .containsExactly("{\"value\":\"dog\"}", "{\"value\":\"dog\"}");
  }
}
