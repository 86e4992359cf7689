package com.example;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.split;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Counts the words of the lines that come over a socket, and prints all counts. */
public final class WordCountJob {
  private WordCountJob() {}

  /** The number of times that each word has come so far. */
  public static Dataset<Row> wordCounts(Dataset<Row> lines) {
    return lines.select(explode(split(col("value"), " ")).as("word")).groupBy("word").count();
  }

  public static void main(String[] arguments) throws Exception {
    SparkSession spark = SparkSession.builder().appName("word count").getOrCreate();
    Dataset<Row> lines =
        spark
            .readStream()
            .format("socket")
            .option("host", arguments[0])
            .option("port", arguments[1])
            .load();
    wordCounts(lines)
        .writeStream()
        .outputMode("complete")
        .format("console")
        .start()
        .awaitTermination();
  }
}
