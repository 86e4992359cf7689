package dev.weir.samples;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trim;

import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the ten most frequent titles of the people in a Kafka topic after each batch. */
@Command(
    name = "TopTitlesJob",
    description = "Prints the ten most frequent titles of the people in a Kafka topic.")
public final class TopTitlesJob implements Callable<Integer> {
  private static final int TOP = 10;
  private static final String PERSON = "id STRING, name STRING, title STRING, corrupt STRING";

  @Spec CommandSpec spec;
  @Mixin CommonOptions common;

  String bootstrapServers = "";
  String topic = "";

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT[,...]",
      defaultValue = "localhost:9092",
      description = "Brokers of the Kafka cluster (default: ${DEFAULT-VALUE}).")
  void setBootstrapServers(String value) {
    for (String server : value.split(",", -1)) {
      if (!server.matches("[^:\\s]+:[0-9]{1,5}")) {
        throw new ParameterException(
            spec.commandLine(),
            "Invalid value for option '--bootstrap-servers': '" + server + "' is not host:port");
      }
    }
    bootstrapServers = value;
  }

  @Option(
      names = "--topic",
      defaultValue = "fake_people",
      description = "Topic to read (default: ${DEFAULT-VALUE}).")
  void setTopic(String value) {
    if (!value.matches("[a-zA-Z0-9._-]{1,249}")) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '--topic': '" + value + "' is not the name of a Kafka topic");
    }
    topic = value;
  }

  /**
   * The ten most frequent titles so far.
   *
   * <p>A record is rejected, and counts nowhere, if its value is null, is not a JSON object, or has
   * no title that is more than blanks. How many were is observed as {@code titles}, with {@code
   * records} and {@code rejected}, and stands in the progress of each batch that had records.
   *
   * @param records column {@code value} binary or string: a JSON object with the strings {@code
   *     id}, {@code name}, {@code title}
   * @return columns {@code title} string and {@code count} bigint: at most ten rows, the highest
   *     count first, equal counts by title
   */
  public static Dataset<Row> topTitles(Dataset<Row> records) {
    Column person =
        from_json(
            col("value").cast("string"),
            PERSON,
            Map.of("mode", "PERMISSIVE", "columnNameOfCorruptRecord", "corrupt"));
    Column accepted =
        coalesce(
            col("person.corrupt").isNull().and(trim(col("person.title")).notEqual("")), lit(false));
    return records
        .select(person.as("person"))
        .select(col("person.title").as("title"), accepted.as("accepted"))
        .observe(
            "titles",
            count(lit(1)).as("records"),
            coalesce(sum(col("accepted").equalTo(false).cast("bigint")), lit(0L)).as("rejected"))
        .where(col("accepted"))
        .groupBy("title")
        .count()
        .orderBy(desc("count"), col("title"))
        .limit(TOP);
  }

  /** Runs the job until it is stopped; {@code --help} tells its options. */
  public static void main(String... arguments) throws Exception {
    JobCommand.run(new TopTitlesJob(), arguments);
  }

  @Override
  public Integer call() throws Exception {
    SparkSession spark = SparkOptions.session("TopTitlesJob");
    Dataset<Row> records =
        spark
            .readStream()
            .format("kafka")
            .option("kafka.bootstrap.servers", bootstrapServers)
            .option("subscribe", topic)
            .option("startingOffsets", "earliest")
            .load();
    StreamingQuery query =
        topTitles(records)
            .writeStream()
            .queryName("top-titles")
            .outputMode("complete")
            .format("console")
            .option("truncate", false)
            .option("checkpointLocation", common.checkpoint("top-titles"))
            .start();
    GracefulStop.awaitTermination(query);
    return 0;
  }
}
