package dev.weir.golden;

import dev.weir.golden.Jobs.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Writes the golden checkpoints of the Spark that is on the class path, in the form that
 * CheckpointArchive of harness-core reads, which golden.json describes.
 */
public final class Recorder {
  private static final Map<String, String> PROVIDERS =
      Map.of("hdfs", "HDFSBackedStateStoreProvider", "rocksdb", "RocksDBStateStoreProvider");

  private final SparkSession spark;
  private final Path archive;
  private final Path work;

  private Recorder(SparkSession spark, Path archive, Path work) {
    this.spark = spark;
    this.archive = archive;
    this.work = work;
  }

  /**
   * Records all jobs with both state stores.
   *
   * @param args the archive's folder, and one for what is in work
   */
  public static void main(String[] args) throws Exception {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.local.dir", args[1])
            .config("spark.sql.warehouse.dir", args[1] + "/warehouse")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    Recorder recorder = new Recorder(spark, Path.of(args[0]).normalize(), Path.of(args[1]));
    for (String provider : new TreeSet<>(PROVIDERS.keySet())) {
      for (Map.Entry<String, Job> job : Jobs.all().entrySet()) {
        recorder.record(job.getKey() + "-" + provider, provider, job.getValue());
      }
    }
    spark.stop();
  }

  private void record(String name, String provider, Job job) throws Exception {
    Path golden = archive.resolve(name).resolve("spark-" + spark.version());
    if (Files.exists(golden)) {
      System.out.println("is there: " + golden);
      return;
    }
    spark
        .conf()
        .set(
            "spark.sql.streaming.stateStore.providerClass",
            "org.apache.spark.sql.execution.streaming.state." + PROVIDERS.get(provider));
    Path folder = work.resolve(name + "-" + spark.version());
    int last = job.batches().length - 1;
    for (int batch = 0; batch < last; batch++) {
      run(job, folder, batch);
    }
    Path raw = folder.resolve("checkpoint");
    Path copy = folder.resolve("copy");
    copy(raw, copy);
    Results after = run(job, folder, last);

    normalize(copy, folder);
    Files.createDirectories(golden.resolve("expected"));
    copy(copy, golden.resolve("checkpoint"));
    Collections.sort(after.rows);
    Files.write(golden.resolve("expected/what-was-written.jsonl"), after.rows);
    Files.writeString(golden.resolve("golden.json"), description(job, after));
    System.out.println("recorded: " + golden);
  }

  private String description(Job job, Results after) {
    return String.join(
            "\n",
            "{",
            "  \"format\" : 1,",
            "  \"spark\" : \"" + spark.version() + "\",",
            "  \"clock\" : \"2024-01-01T00:00:00Z\",",
            "  \"batchesBefore\" : " + (job.batches().length - 1) + ",",
            "  \"stateOperators\" : [ \"" + after.operators + "\" ],",
            "  \"sinks\" : [ {",
            "    \"name\" : \"what was written\",",
            "    \"file\" : \"what-was-written.jsonl\",",
            "    \"columns\" : \"" + after.columns + "\"",
            "  } ]",
            "}")
        + "\n";
  }

  /** What a run gave. */
  private static final class Results {
    private final List<String> rows = new ArrayList<>();
    private String columns = "";
    private String operators = "";
  }

  /** Adds the files of a batch, and lets the query run until it has read them. */
  private Results run(Job job, Path folder, int batch) throws Exception {
    List<Dataset<Row>> inputs = new ArrayList<>();
    for (int input = 0; input < job.batches()[batch].length; input++) {
      Path files = Files.createDirectories(folder.resolve("input-" + input));
      // The names that Weir's FileInput gives.
      Path file = files.resolve(String.format("%06d.text", batch));
      Files.writeString(file, job.batches()[batch][input] + "\n");
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L + batch));
      inputs.add(spark.readStream().text(files.toString()));
    }
    Results results = new Results();
    Dataset<?> result = job.query().apply(inputs);
    // As StructType.toDDL gives it, which the older releases quote: there is no NOT NULL in it.
    results.columns =
        Stream.of(result.schema().fields())
            .map(f -> f.name() + " " + f.dataType().sql())
            .collect(Collectors.joining(","));
    StreamingQuery query =
        result
            .toDF()
            .writeStream()
            .outputMode(job.mode())
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .foreachBatch(
                (VoidFunction2<Dataset<Row>, Long>)
                    (rows, id) -> results.rows.addAll(rows.toJSON().collectAsList()))
            .start();
    query.awaitTermination();
    results.operators = query.lastProgress().stateOperators()[0].operatorName();
    return results;
  }

  /** What is of this run only is taken out, and what is of no use. */
  private static void normalize(Path checkpoint, Path folder) throws IOException {
    for (Path file : files(checkpoint)) {
      String name = file.getFileName().toString();
      String log = checkpoint.relativize(file).getName(0).toString();
      if (name.endsWith(".crc") || name.endsWith(".tmp")) {
        Files.delete(file);
      } else if (log.equals("metadata")) {
        Files.writeString(file, "{\"id\":\"00000000-0000-0000-0000-000000000000\"}");
      } else if (log.equals("sources")) {
        Files.writeString(
            file,
            Files.readString(file)
                .replaceAll(
                    "\"path\":\"(file:/*?)" + folder + "/(input-\\d+)/", "\"path\":\"$1{$2}/")
                .replaceAll("\"timestamp\":\\d+", "\"timestamp\":0"));
      } else if (log.equals("offsets")) {
        Files.writeString(
            file,
            Files.readString(file)
                // 2024-01-01T00:00:00Z
                .replaceAll("\"batchTimestampMs\":\\d+", "\"batchTimestampMs\":1704067200000"));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
    }
  }
}
