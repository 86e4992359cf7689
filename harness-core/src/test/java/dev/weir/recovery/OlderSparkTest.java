package dev.weir.recovery;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.split;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import dev.weir.input.FileInput;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.GroupState;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

/**
 * Checkpoints that Spark 3.3, 3.4 and 3.5 have written, without Weir, are read by the Spark of this
 * build. The jobs are those of the project golden-checkpoints, which has recorded them.
 */
@Tag("slow")
@ExtendWith(WithHarness.class)
class OlderSparkTest {
  private static final CheckpointArchive ARCHIVE =
      CheckpointArchive.in(Path.of("src/test/resources/checkpoints"));

  private static final OutputMode APPEND = OutputMode.Append();
  private static final OutputMode UPDATE = OutputMode.Update();

  @ParameterizedTest
  @ValueSource(strings = {"hdfs", "rocksdb"})
  void anAggregation(String provider, StreamHarness harness) {
    check(harness, "counts-" + provider, words(UPDATE, w -> w.groupBy("word").count()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs", "rocksdb"})
  void aDeduplication(String provider, StreamHarness harness) {
    check(harness, "distinct-" + provider, words(APPEND, w -> w.dropDuplicates("word")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs", "rocksdb"})
  void stateOfTheJobsOwn(String provider, StreamHarness harness) {
    check(harness, "totals-" + provider, words(UPDATE, w -> totals(w)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs", "rocksdb"})
  void aJoinOfTwoStreams(String provider, StreamHarness harness) {
    check(harness, "prices-" + provider, prices((words, prices) -> words.join(prices, "word")));
  }

  private static void check(StreamHarness harness, String name, JobUnderTest job) {
    CompatibilityReport report = ARCHIVE.check(harness, name, job);
    assertThat(report).isEqual();
    Assertions.assertThat(report.verdicts())
        .extracting(CompatibilityVerdict::spark)
        .containsExactly("3.3.4", "3.4.4", "3.5.7");
  }

  /** So that the others could have failed. */
  @ParameterizedTest
  @ValueSource(strings = {"hdfs", "rocksdb"})
  void aJobThatHasChanged(String provider, StreamHarness harness) {
    JobUnderTest doubled =
        words(UPDATE, w -> w.groupBy("word").count().withColumn("count", col("count").multiply(2)));
    assertThat(ARCHIVE.check(harness, "counts-" + provider, doubled))
        .changesRows(
            """
            - {"word":"cat","count":3}
            - {"word":"dog","count":2}
            - {"word":"fox","count":1}
            + {"word":"cat","count":6}
            + {"word":"dog","count":4}
            + {"word":"fox","count":2}
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs", "rocksdb"})
  void anotherGroupingKey(String provider, StreamHarness harness) {
    JobUnderTest byLength =
        words(UPDATE, w -> w.selectExpr("length(word) AS length").groupBy("length").count());
    assertThat(ARCHIVE.check(harness, "counts-" + provider, byLength))
        .isRefused()
        .because("Provided schema doesn't match");
  }

  private static JobUnderTest words(OutputMode mode, Function<Dataset<Row>, Dataset<?>> query) {
    return trial -> {
      FileInput lines = trial.harness().fileInput(FileInput.Format.TEXT);
      trial.query(query.apply(words(lines)).writeStream().outputMode(mode).format("noop"));
      for (String line : List.of("cat dog", "cat owl", "cat dog fox")) {
        trial.batch(() -> lines.addText(line));
      }
    };
  }

  private static Dataset<Row> words(FileInput lines) {
    return lines.toDF().select(explode(split(col("value"), " ")).as("word"));
  }

  private static JobUnderTest prices(BiFunction<Dataset<Row>, Dataset<Row>, Dataset<Row>> query) {
    return trial -> {
      FileInput lines = trial.harness().fileInput(FileInput.Format.TEXT);
      FileInput priced = trial.harness().fileInput(FileInput.Format.TEXT);
      Dataset<Row> prices =
          priced
              .toDF()
              .select(
                  split(col("value"), " ").getItem(0).as("word"),
                  split(col("value"), " ").getItem(1).cast("int").as("price"));
      trial.query(query.apply(words(lines), prices).writeStream().format("noop"));
      String[][] batches = {{"cat dog", "cat 3"}, {"cat owl", "owl 5"}, {"cat dog fox", "dog 2"}};
      for (String[] batch : batches) {
        trial.batch(
            () -> {
              lines.addText(batch[0]);
              priced.addText(batch[1]);
            });
      }
    };
  }

  private static Dataset<Tuple2<String, Long>> totals(Dataset<Row> words) {
    return words
        .as(Encoders.STRING())
        .groupByKey((MapFunction<String, String>) word -> word, Encoders.STRING())
        .flatMapGroupsWithState(
            (FlatMapGroupsWithStateFunction<String, String, Long, Tuple2<String, Long>>)
                OlderSparkTest::total,
            UPDATE,
            Encoders.LONG(),
            Encoders.tuple(Encoders.STRING(), Encoders.LONG()),
            GroupStateTimeout.NoTimeout());
  }

  private static Iterator<Tuple2<String, Long>> total(
      String word, Iterator<String> seen, GroupState<Long> state) {
    long total = state.exists() ? state.get() : 0;
    while (seen.hasNext()) {
      seen.next();
      total++;
    }
    state.update(total);
    return List.of(new Tuple2<>(word, total)).iterator();
  }
}
