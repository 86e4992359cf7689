package dev.weir.snippets;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.OutputMode;

/** Small jobs, for pages on how a job is tested rather than on what it does. */
final class WordCounts {
  private WordCounts() {}

  /** The number of times that each word has come, where each line is a word or some. */
  static Dataset<Row> counts(Dataset<Row> lines) {
    return lines.selectExpr("explode(split(value, ' ')) AS word").groupBy("word").count();
  }

  /** The counts that have changed, to nobody; what the writer is given is recorded anyway. */
  static DataStreamWriter<Row> writer(Dataset<Row> lines) {
    return counts(lines).writeStream().outputMode(OutputMode.Update()).format("noop");
  }

  /** All lines, into files. */
  static DataStreamWriter<Row> files(Dataset<Row> lines, Path folder) {
    return lines
        .writeStream()
        .outputMode(OutputMode.Append())
        .format("parquet")
        .option("path", folder.toString());
  }
}
