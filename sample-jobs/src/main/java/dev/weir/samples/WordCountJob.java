package dev.weir.samples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.split;

import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Counts the words of the lines that come over a socket, and prints all counts after each batch.
 */
@Command(name = "WordCountJob", description = "Counts the words of lines from a socket.")
public final class WordCountJob implements Callable<Integer> {
  @Mixin SocketOptions socket;
  @Mixin CommonOptions common;

  /**
   * The number of times that each word has come so far.
   *
   * @param lines column {@code value} string: words with blanks between them
   * @return columns {@code word} string, never empty, and {@code count} bigint
   */
  public static Dataset<Row> wordCounts(Dataset<Row> lines) {
    return words(lines).groupBy("word").count();
  }

  /** All columns of the lines but {@code value}, and {@code word} for each word of it. */
  static Dataset<Row> words(Dataset<Row> lines) {
    return lines
        .withColumn("word", explode(split(col("value"), "\\s+")))
        .where(col("word").notEqual(""))
        .drop("value");
  }

  /** Runs the job until it is stopped; {@code --help} tells its options. */
  public static void main(String... arguments) throws Exception {
    JobCommand.run(new WordCountJob(), arguments);
  }

  @Override
  public Integer call() throws Exception {
    SparkSession spark = SparkOptions.session("WordCountJob");
    Dataset<Row> lines =
        spark
            .readStream()
            .format("socket")
            .option("host", socket.host)
            .option("port", socket.port)
            .load();
    StreamingQuery query =
        wordCounts(lines)
            .writeStream()
            .queryName("word-count")
            .outputMode("complete")
            .format("console")
            .option("truncate", false)
            .option("numRows", 1000)
            .option("checkpointLocation", common.checkpoint("word-count"))
            .start();
    GracefulStop.awaitTermination(query);
    return 0;
  }
}
