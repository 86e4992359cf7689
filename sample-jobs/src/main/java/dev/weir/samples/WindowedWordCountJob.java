package dev.weir.samples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.window;

import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Counts words by the time when they came, and prints the counts of a window once, when no row of
 * it can come any more.
 */
@Command(
    name = "WindowedWordCountJob",
    description = "Counts the words of lines from a socket in windows of time.")
public final class WindowedWordCountJob implements Callable<Integer> {
  @Mixin SocketOptions socket;
  @Mixin CommonOptions common;

  @Option(
      names = "--window",
      converter = IntervalConverter.class,
      defaultValue = "5 minutes",
      description = "Length of a window, such as '10 seconds' (default: ${DEFAULT-VALUE}).")
  String length;

  @Option(
      names = "--watermark",
      converter = IntervalConverter.class,
      defaultValue = "10 minutes",
      description = "How late a line may come, such as '1 hour' (default: ${DEFAULT-VALUE}).")
  String delay;

  /**
   * The number of times that each word has come in each window of time.
   *
   * @param lines columns {@code timestamp} timestamp, the event time, and {@code value} string:
   *     words with blanks between them
   * @param length the length of a window, as Spark reads intervals: {@code 5 minutes}
   * @param delay how far behind the latest event time a line may be before it is dropped
   * @return columns {@code window} struct of {@code start} and {@code end}, {@code word} string,
   *     {@code count} bigint
   */
  public static Dataset<Row> windowedCounts(Dataset<Row> lines, String length, String delay) {
    return WordCountJob.words(lines.withWatermark("timestamp", delay))
        .groupBy(window(col("timestamp"), length), col("word"))
        .count();
  }

  /** Runs the job until it is stopped; {@code --help} tells its options. */
  public static void main(String... arguments) throws Exception {
    JobCommand.run(new WindowedWordCountJob(), arguments);
  }

  @Override
  public Integer call() throws Exception {
    SparkSession spark = SparkOptions.session("WindowedWordCountJob");
    Dataset<Row> lines =
        spark
            .readStream()
            .format("socket")
            .option("host", socket.host)
            .option("port", socket.port)
            .option("includeTimestamp", true)
            .load();
    StreamingQuery query =
        windowedCounts(lines, length, delay)
            .writeStream()
            .queryName("windowed-word-count")
            .outputMode("append")
            .format("console")
            .option("truncate", false)
            .option("numRows", 1000)
            .option("checkpointLocation", common.checkpoint("windowed-word-count"))
            .start();
    GracefulStop.awaitTermination(query);
    return 0;
  }
}
