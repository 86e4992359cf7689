package dev.weir.recovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;

/**
 * The log that Spark's file sink keeps beside its files. A query that goes on from a checkpoint
 * into an empty folder would leave a log without its first batches, which Spark then refuses to
 * read (CompactibleFileStreamLog.allFiles in Spark 3.5). So these are noted there as empty.
 */
final class FileSinkLog {
  private static final Pattern DESCRIPTION = Pattern.compile("FileSink\\[(?:file:/*(?=/))?(.*)]");
  private static final String INTERVAL = "spark.sql.streaming.fileSink.log.compactInterval";

  private FileSinkLog() {}

  /**
   * Notes empty batches, if a sink is a file sink.
   *
   * @param sink what Spark calls it
   * @param last the id of the last of them
   */
  static void begin(SparkSession spark, String sink, long last) {
    Matcher description = DESCRIPTION.matcher(sink);
    if (!description.matches()) {
      return;
    }
    long interval = Long.parseLong(spark.conf().get(INTERVAL));
    try {
      Path log = Files.createDirectories(Path.of(description.group(1), "_spark_metadata"));
      for (long batch = 0; batch <= last; batch++) {
        boolean compacted = (batch + 1) % interval == 0;
        Files.writeString(log.resolve(batch + (compacted ? ".compact" : "")), "v1");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not prepare the folder of " + sink, e);
    }
  }
}
