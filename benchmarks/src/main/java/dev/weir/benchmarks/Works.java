package dev.weir.benchmarks;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.window;

import dev.weir.samples.TopTitlesJob;
import dev.weir.samples.WordCountJob;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.OutputMode;

/** The works. Each has two micro-batches of a few lines, as a test has. */
final class Works {
  private static final List<List<String>> WORDS =
      List.of(List.of("cat dog", "dog"), List.of("cat"));

  /** The test that the ratios are about: stateful, and the cheapest of its kind. */
  static final Work WORD_COUNT =
      Work.of(
          "word count, complete",
          WordCountJob::wordCounts,
          OutputMode.Complete(),
          WORDS,
          List.of(RowFactory.create("cat", 2L), RowFactory.create("dog", 2L)));

  private static final Work UPDATED_WORD_COUNT =
      Work.of(
          "word count, update",
          WordCountJob::wordCounts,
          OutputMode.Update(),
          WORDS,
          List.of(
              RowFactory.create("cat", 1L),
              RowFactory.create("dog", 2L),
              RowFactory.create("cat", 2L)));

  /** The second line closes the first window, in a batch without data. */
  private static final Work WINDOWS =
      Work.of(
          "windowed count, append",
          lines ->
              events(lines)
                  .groupBy(window(col("time"), "10 seconds"), col("word"))
                  .count()
                  .select("word", "count"),
          OutputMode.Append(),
          List.of(List.of("cat 1", "cat 2", "dog 3"), List.of("emu 60")),
          List.of(RowFactory.create("cat", 2L), RowFactory.create("dog", 1L)));

  private static final Work JOIN =
      new Work(
          "stream-stream join",
          2,
          inputs ->
              events(inputs.get(0))
                  .as("left")
                  .join(
                      events(inputs.get(1)).as("right"),
                      expr(
                          "left.word = right.word AND right.time BETWEEN left.time"
                              + " AND left.time + INTERVAL 10 SECONDS"))
                  .selectExpr("left.word", "unix_seconds(right.time) AS second"),
          OutputMode.Append(),
          List.of(
              List.of(List.of("cat 1", "dog 2"), List.of("cat 3")),
              List.of(List.of("emu 20"), List.of("dog 5"))),
          List.of(RowFactory.create("cat", 3L), RowFactory.create("dog", 5L)));

  private static final Work MAP =
      Work.of(
          "stateless map",
          lines -> lines.select(upper(col("value")).as("line")),
          OutputMode.Append(),
          WORDS,
          List.of(
              RowFactory.create("CAT DOG"), RowFactory.create("DOG"), RowFactory.create("CAT")));

  static final Work TOP_TITLES =
      Work.of(
          "top titles, memory",
          TopTitlesJob::topTitles,
          OutputMode.Complete(),
          List.of(List.of(person("Dr"), person("Ms")), List.of(person("Dr"))),
          List.of(RowFactory.create("Dr", 2L), RowFactory.create("Ms", 1L)));

  static final List<Work> ALL =
      List.of(WORD_COUNT, UPDATED_WORD_COUNT, WINDOWS, JOIN, MAP, TOP_TITLES);

  private Works() {}

  /** From lines such as {@code cat 7}: a word, and its second since the epoch. */
  private static Dataset<Row> events(Dataset<Row> lines) {
    return lines
        .select(
            split(col("value"), " ").getItem(0).as("word"),
            timestamp_seconds(split(col("value"), " ").getItem(1).cast("bigint")).as("time"))
        .withWatermark("time", "10 seconds");
  }

  private static String person(String title) {
    return "{\"id\": \"1\", \"name\": \"Ann\", \"title\": \"" + title + "\"}";
  }
}
